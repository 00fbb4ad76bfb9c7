"""The trained models that come with the plugin, in the real kernel without network."""

from test_magics import run


def test_all_are_a_table_and_each_has_a_card(shared_kernel):
    shown = run(shared_kernel, "Models.pretrained()").result
    assert "<table>" in shown["text/html"]
    code = 'String.join(" ", Models.pretrained().table().stringColumn("name").asList())'
    names = run(shared_kernel, code).result["text/plain"].strip('"').split()
    lines = shown["text/plain"].splitlines()[1 : len(names) + 1]
    assert "nade-drawn-digits" in names and [line.split()[0] for line in lines] == names
    shown = run(shared_kernel, 'Models.card("nade-drawn-digits")').result
    assert "-Dmodels=nade-drawn-digits" in shown["text/plain"]
    assert "<img" in shown["text/html"] and shown["image/png"]


def test_one_is_used_like_a_model_that_was_trained_here(shared_kernel):
    run(shared_kernel, 'var drawn = Models.pretrained("nade-drawn-digits", Nade.class);')
    assert "16 images" in run(shared_kernel, "drawn.sample(16)").result["text/plain"]
    code = "Likelihood.of(drawn, Datasets.drawnDigits().binarized(42).test())"
    nats = run(shared_kernel, code, timeout=300).result["text/plain"].split()[3]
    card = run(shared_kernel, 'Models.card("nade-drawn-digits").testNats()').result["text/plain"]
    assert nats == "-" + card.strip('"').split()[0]


def test_a_name_that_is_mistyped_is_told_the_nearest(shared_kernel):
    execution = shared_kernel.execute('Models.pretrained("nade-drawn-digit")', 60)
    assert "did you mean 'nade-drawn-digits'?" in execution.error
