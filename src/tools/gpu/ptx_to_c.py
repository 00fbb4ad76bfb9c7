"""Translates a CUDA kernel from PTX, NVIDIA's portable machine code, to C that `threads.h` runs.

    python ptx_to_c.py MODULES KERNEL

compiles the kernel of this name, from the module that has it, to `kernels/<digest>.so` beside the
archive MODULES and prints that path. Only instructions that MXNet's kernels for these models use
are known; another one ends with a message that names it.
"""

import hashlib
import re
import subprocess
import sys
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
C_TYPES = {
    **{f"{kind}{bits}": f"uint{bits}_t" for kind in "ub" for bits in (8, 16, 32, 64)},
    **{f"s{bits}": f"int{bits}_t" for bits in (8, 16, 32, 64)},
    "f32": "float",
    "f64": "double",
    "pred": "uint8_t",
}
COMPARISONS = {"eq": "==", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}
ROUNDINGS = {"rni": "rint", "rzi": "trunc", "rmi": "floor", "rpi": "ceil"}
SPACES = ("param", "global", "shared", "local")
BLOCK, WARP = "WAIT_FOR_BLOCK", "WAIT_FOR_WARP"


class Unknown(Exception):
    """A part of PTX that is not translated."""


def bits(kind):
    """The size of a type."""
    return 1 if kind == "pred" else int(kind[1:])


def is_float(kind):
    return kind in ("f32", "f64")


def register(name):
    return "r_" + name[1:]


def label(name):
    return "l_" + name.replace("$", "_")


def members(operand):
    """The operands of a vector in braces, or the operand itself."""
    return [part.strip() for part in operand.strip("{}").split(",")]


class Kernel:
    """A kernel's text, and its translation piece by piece."""

    def __init__(self, text, dynamic):
        """`dynamic` are the names of the module for shared memory that a launch sizes."""
        head, body = text.split("\n{", 1)
        names = re.findall(r"\.param\s[^,)]*?([\w$]+)(?:\[\d+\])?\s*(?=,|\))", head)
        self.parameters = {name: index for index, name in enumerate(names)}
        self.symbols = {name: "t->fixed" for name in dynamic}
        self.types = {}
        self.declarations = []
        self.shared = 0
        self.waits = False
        lines = [re.sub(r"//.*", "", line).strip() for line in body.splitlines()]
        text = " ".join(line for line in lines if line not in ("", "{", "}"))
        self.body = [
            self.statement(statement.strip())
            for statement in re.findall(r"\s*([\w$]+:(?=\s|$)|[^;]+;)", text)
        ]

    def c(self):
        """The function that runs a block's thread, and one that runs the grid."""
        lines = [line for line in [*self.declarations, *self.body] if line]
        needs = f"{self.shared}, {int(self.waits)}"
        return "\n".join(
            [
                '#include "threads.h"',
                "static void body(struct Thread *t) {",
                "void **arguments = t->arguments;",
                *lines,
                "}",
                "void run(void **arguments, dim3 grid, dim3 block, size_t dynamic,",
                "         struct Memory where) {",
                "memory = where;",
                f"run_grid(body, arguments, grid, block, dynamic, {needs});",
                "}\n",
            ]
        )

    def statement(self, text):
        if text.endswith(":"):
            return label(text[:-1]) + ":;"
        if text.startswith("."):
            return self.declare(text)
        guard = re.match(r"@(!?)(%p\d+)\s+(.*)", text)
        condition = f"if ({guard[1]}{register(guard[2])}) " if guard else ""
        name, rest = re.match(r"([\w.]+)\s*(.*);$", guard[3] if guard else text).groups()
        operands = re.findall(r"\{[^}]*\}|\[[^\]]*\]|[^,\s]+", rest)
        return f"{condition}{{ {self.instruction(name.split('.'), operands)} }}"

    def declare(self, text):
        match = re.match(r"\.reg\s+\.(\w+)\s+(.*);", text)
        if match:
            for name in members(match[2]):
                many = re.match(r"(%\w+)<(\d+)>", name)
                all_names = [f"{many[1]}{i}" for i in range(int(many[2]))] if many else [name]
                for one in all_names:
                    self.types[one] = match[1]
                    self.declarations.append(f"{C_TYPES[match[1]]} {register(one)} = 0;")
            return ""
        match = re.match(r"\.(shared|local)\s+\.align\s+\d+\s+\.b8\s+([\w$]+)\[(\d+)\];", text)
        if match and match[1] == "shared":
            self.symbols[match[2]] = str(self.shared)
            self.shared += -(-int(match[3]) // 16) * 16
            return ""
        if match:
            self.symbols[match[2]] = label(match[2])
            self.declarations.append(
                f"char {label(match[2])}[{match[3]}] __attribute__((aligned(16)));"
            )
            return ""
        if text.startswith(".pragma"):
            return ""
        raise Unknown(text)

    def value(self, operand, kind):
        """A C expression of this type."""
        special = re.match(r"%(tid|ntid|ctaid|nctaid)\.([xyz])$", operand)
        if special:
            return f"({C_TYPES[kind]})t->{special[1]}.{special[2]}"
        if operand.startswith("%"):
            own = self.types[operand]
            if is_float(own) == is_float(kind) or kind == "pred":
                return f"({C_TYPES[kind]}){register(operand)}"
            return f"{kind if is_float(kind) else 'bits_of_' + own}({register(operand)})"
        if re.match(r"0[fF][0-9A-Fa-f]{8}$", operand):
            return f"f32(0x{operand[2:]}u)"
        if re.match(r"0[dD][0-9A-Fa-f]{16}$", operand):
            return f"f64(0x{operand[2:]}ull)"
        if re.match(r"-?\d+$", operand):
            return f"({C_TYPES[kind]}){operand}ll"
        if operand == "WARP_SZ":
            return f"({C_TYPES[kind]})WARP"
        if operand in self.symbols:
            return f"({C_TYPES[kind]})(uintptr_t){self.symbols[operand]}"
        raise Unknown(operand)

    def set(self, target, expression, kind):
        """Gives a register a value of this type, extended by its sign if it has one."""
        own = self.types[target]
        if is_float(own) == is_float(kind):
            return f"{register(target)} = {expression};"
        return f"{register(target)} = {own if is_float(own) else 'bits_of_' + kind}({expression});"

    def place(self, operand, space):
        """A C expression of the address in brackets."""
        base, offset = re.match(r"\[(.+?)(?:\+(-?\d+))?\]$", operand).groups(default="0")
        if space == "param":
            return f"(char *)arguments[{self.parameters[base]}] + {offset}"
        address = f"({self.value(base, 'u64')} + {offset}ll)"
        if space == "shared":
            return f"t->shared + (uint32_t){address}"
        return f"(char *){address}" if space == "local" else f"on_host{address}"

    def instruction(self, name, operands):
        method = getattr(self, "on_" + name[0], None)
        if method is None:
            raise Unknown(".".join(name))
        return method(name[1:], *operands)

    def on_ret(self, _):
        return "return;"

    def on_bra(self, _, target):
        return f"goto {label(target)};"

    def wait(self, whom):
        self.waits = True
        return f"wait_for(t, {whom});"

    def on_bar(self, name, *_):
        return self.wait(WARP if name[0] == "warp" else BLOCK)

    def on_shfl(self, name, target, value, distance, bounds, _):
        if name != ["sync", "down", "b32"]:
            raise Unknown("shfl." + ".".join(name))
        target, *valid = target.split("|")
        distance = self.value(distance, "u32")
        return (
            f"t->offered = {self.value(value, 'b32')}; {self.wait(WARP)} "
            f"int there = is_below(t, {distance}, {self.value(bounds, 'u32')}); "
            f"uint32_t taken = t[there ? {distance} : 0].offered; {self.wait(WARP)} "
            + self.set(target, "taken", "b32")
            + "".join(f" {register(one)} = there;" for one in valid)
        )

    def memory(self, name, place, registers, move):
        """The parts of a load or a store, one for each register."""
        space = next((part for part in name if part in SPACES), None)
        size = bits(name[-1]) // 8
        address = self.place(place, space)
        parts = [move(one, f"{address} + {i * size}") for i, one in enumerate(members(registers))]
        # Old reductions rely on the threads of a warp going in step where memory is volatile.
        step = self.wait(WARP) if "volatile" in name and space == "shared" else ""
        return " ".join([step, *parts])

    def on_ld(self, name, target, place):
        kind = C_TYPES[name[-1]]
        return self.memory(
            name,
            place,
            target,
            lambda one, at: (
                f"{{ {kind} x; memcpy(&x, {at}, sizeof x); {self.set(one, 'x', name[-1])} }}"
            ),
        )

    def on_st(self, name, place, source):
        kind = C_TYPES[name[-1]]
        return self.memory(
            name,
            place,
            source,
            lambda one, at: (
                f"{{ {kind} x = {self.value(one, name[-1])}; memcpy({at}, &x, sizeof x); }}"
            ),
        )

    def on_mov(self, name, target, source):
        kind = name[-1]
        if target.startswith("{"):
            parts = members(target)
            size = bits(kind) // len(parts)
            sets = [
                self.set(part, f"(uint{size}_t)(x >> {i * size})", f"b{size}")
                for i, part in enumerate(parts)
            ]
            return f"uint64_t x = {self.value(source, kind)}; " + " ".join(sets)
        if source.startswith("{"):
            parts = members(source)
            size = bits(kind) // len(parts)
            joined = " | ".join(
                f"(uint64_t){self.value(part, f'b{size}')} << {i * size}"
                for i, part in enumerate(parts)
            )
            return self.set(target, joined, kind)
        return self.set(target, self.value(source, kind), kind)

    def on_cvta(self, name, target, source):
        return self.set(target, self.value(source, "u64"), "u64")

    def on_cvt(self, name, target, source):
        to, kind = name[-2:]
        value = self.value(source, kind)
        rounding = next((part for part in name[:-2] if part in ROUNDINGS), None)
        if "sat" in name:
            if (to, kind) != ("f32", "f32"):
                raise Unknown("cvt." + ".".join(name))
            return self.set(target, f"saturated({value})", to)
        if is_float(kind) and rounding:
            value = f"{ROUNDINGS[rounding]}({value})"
        elif is_float(kind) and not is_float(to) or not {"rz", "rm", "rp"}.isdisjoint(name):
            raise Unknown("cvt." + ".".join(name))
        if is_float(kind) and not is_float(to):
            return self.set(target, f"to_{to}({value})", to)
        return self.set(target, f"({C_TYPES[to]}){value}", to)

    def on_setp(self, name, target, left, right):
        comparison, kind = name[0], name[-1]
        if len(name) != 2:
            raise Unknown("setp." + ".".join(name))
        a, b = self.value(left, kind), self.value(right, kind)
        if is_float(kind) and comparison[:-1] in COMPARISONS:
            result = f"isunordered({a}, {b}) || {a} {COMPARISONS[comparison[:-1]]} {b}"
        elif is_float(kind) and comparison == "ne":
            result = f"!isunordered({a}, {b}) && {a} != {b}"
        elif comparison in COMPARISONS:
            result = f"{a} {COMPARISONS[comparison]} {b}"
        else:
            raise Unknown("setp." + ".".join(name))
        return f"{register(target)} = {result};"

    def on_selp(self, name, target, yes, no, condition):
        kind = name[-1]
        chosen = f"{register(condition)} ? {self.value(yes, kind)} : {self.value(no, kind)}"
        return self.set(target, chosen, kind)

    def sum(self, operator, name, target, left, right):
        kind = name[-1]
        if not is_float(kind):
            # Unsigned, so that an overflow wraps around.
            wide = f"u{bits(kind)}"
            result = (
                f"({C_TYPES[kind]})({self.value(left, wide)} {operator} {self.value(right, wide)})"
            )
        elif operator == "+" and name[0] == "rz":
            result = f"sum_towards_zero({self.value(left, kind)}, {self.value(right, kind)})"
        elif {"rz", "rm", "rp", "sat"}.isdisjoint(name):
            result = f"{self.value(left, kind)} {operator} {self.value(right, kind)}"
        else:
            raise Unknown(f"{operator} {'.'.join(name)}")
        return self.set(target, result, kind)

    def on_add(self, name, *operands):
        return self.sum("+", name, *operands)

    def on_sub(self, name, *operands):
        return self.sum("-", name, *operands)

    def product(self, name, left, right):
        """A product of whole numbers and its type: of twice the width if it is wide."""
        kind = name[-1]
        if name[0] == "wide":
            wide = kind[0] + str(2 * bits(kind))
            to = C_TYPES[wide]
            return f"({to}){self.value(left, kind)} * ({to}){self.value(right, kind)}", wide
        if name[0] != "lo":
            raise Unknown("mul." + ".".join(name))
        wide = f"u{bits(kind)}"
        return f"({C_TYPES[kind]})({self.value(left, wide)} * {self.value(right, wide)})", kind

    def on_mul(self, name, target, left, right):
        if is_float(name[-1]):
            return self.sum("*", name, target, left, right)
        return self.set(target, *self.product(name, left, right))

    def on_mad(self, name, target, left, right, summand):
        product, kind = self.product(name, left, right)
        return self.set(target, f"({C_TYPES[kind]})({product} + {self.value(summand, kind)})", kind)

    def on_fma(self, name, target, left, right, summand):
        kind = name[-1]
        function = {"rn": "fmaf" if kind == "f32" else "fma", "rm": "fma_downwards"}.get(name[0])
        if function is None:
            raise Unknown("fma." + ".".join(name))
        values = ", ".join(self.value(x, kind) for x in (left, right, summand))
        return self.set(target, f"{function}({values})", kind)

    def on_div(self, name, target, left, right):
        kind = name[-1]
        a, b = self.value(left, kind), self.value(right, kind)
        return self.set(target, f"{a} / {b}" if is_float(kind) else f"QUOTIENT({a}, {b})", kind)

    def on_rem(self, name, target, left, right):
        kind = name[-1]
        return self.set(
            target, f"REMAINDER({self.value(left, kind)}, {self.value(right, kind)})", kind
        )

    def extreme(self, which, name, target, left, right):
        kind = name[-1]
        a, b = self.value(left, kind), self.value(right, kind)
        if is_float(kind):
            return self.set(target, f"f{which}({a}, {b})", kind)
        return self.set(target, f"{a} {'<' if which == 'min' else '>'} {b} ? {a} : {b}", kind)

    def on_min(self, name, *operands):
        return self.extreme("min", name, *operands)

    def on_max(self, name, *operands):
        return self.extreme("max", name, *operands)

    def binary(self, operator, name, target, left, right):
        kind = name[-1]
        return self.set(
            target, f"{self.value(left, kind)} {operator} {self.value(right, kind)}", kind
        )

    def on_and(self, name, *operands):
        return self.binary("&", name, *operands)

    def on_or(self, name, *operands):
        return self.binary("|", name, *operands)

    def on_not(self, name, target, source):
        kind = name[-1]
        operator = "!" if kind == "pred" else "~"
        return self.set(target, f"({C_TYPES[kind]}){operator}{self.value(source, kind)}", kind)

    def on_neg(self, name, target, source):
        kind = name[-1]
        return self.set(target, f"({C_TYPES[kind]})-{self.value(source, kind)}", kind)

    def on_shl(self, name, target, source, distance):
        size = bits(name[-1])
        by = self.value(distance, "u32")
        shifted = f"{self.value(source, f'u{size}')} << {by}"
        return self.set(target, f"{by} < {size} ? {shifted} : 0", f"u{size}")

    def on_shr(self, name, target, source, distance):
        kind = name[-1]
        by = self.value(distance, "u32")
        value = self.value(source, kind)
        beyond = f"{value} >> {bits(kind) - 1}" if kind[0] == "s" else "0"
        return self.set(target, f"{by} < {bits(kind)} ? {value} >> {by} : {beyond}", kind)

    def function(self, call, name, target, source):
        kind = name[-1]
        if not is_float(kind):
            raise Unknown(f"{call} of {kind}")
        return self.set(target, f"{call}({self.value(source, kind)})", kind)

    def on_abs(self, *operands):
        return self.function("fabs", *operands)

    def on_ex2(self, *operands):
        return self.function("exp2", *operands)

    def on_sqrt(self, *operands):
        return self.function("sqrt", *operands)

    def on_rcp(self, *operands):
        return self.function("1 / ", *operands)


def translated(module, name):
    """The C source of a module's kernel."""
    start = re.search(r"\.entry\s+" + re.escape(name) + r"\s*\(", module).start()
    dynamic = re.findall(r"\.extern\s+\.shared\s+\.align\s+\d+\s+\.b8\s+([\w$]+)\[\]", module)
    return Kernel(module[start : module.index("\n}", start) + 1], dynamic).c()


def compiled(modules, name):
    """The library of a kernel, compiled unless it is there."""
    folder = modules.parent / "kernels"
    folder.mkdir(exist_ok=True)
    with zipfile.ZipFile(modules) as archive:
        index = archive.read("index").decode().split()
        text = archive.read(dict(zip(index[::2], index[1::2]))[name]).decode()
    source = translated(text, name)
    parts = [source, *((HERE / name).read_text() for name in ("launch.h", "threads.h"))]
    digest = hashlib.sha256("".join(parts).encode()).hexdigest()[:20]
    library = folder / f"{digest}.so"
    if not library.exists():
        (folder / f"{digest}.c").write_text(source)
        options = ["-O2", "-w", "-ffp-contract=off", "-mfma", "-shared", "-fPIC", f"-I{HERE}"]
        draft = folder / f"{digest}.new"
        command = ["gcc", *options, "-o", draft, folder / f"{digest}.c", "-lm"]
        subprocess.run(command, check=True)
        draft.replace(library)
    return library


if __name__ == "__main__":
    try:
        print(compiled(Path(sys.argv[1]), sys.argv[2]))
    except (Unknown, KeyError) as reason:
        sys.exit(f"{sys.argv[2]} is not translated: {reason}")
