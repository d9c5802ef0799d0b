#!/usr/bin/env python3
"""Lists what a program depends on that uses a shared library, one fact per line, sorted: its symbols, the types of its
functions, and the layout of the public types.

It reads the description that abidw makes, from standard input.
usage: list.py <DESCRIPTION
"""

import sys
import xml.etree.ElementTree as xml

TYPES_WITH_LAYOUT = ("class-decl", "union-decl", "enum-decl")


class Description:
    def __init__(self, root):
        self.root = root
        self.types = {}
        self.scopes = {}
        for unit in root.iter("abi-instr"):
            self.index(unit, "")

    def index(self, element, scope):
        """Keeps the elements that define types, and the scope of each, such as "std::"."""
        for child in element:
            if child.get("id"):
                self.types[child.get("id")] = child
                self.scopes[child.get("id")] = scope
            is_scope = child.tag in ("namespace-decl", *TYPES_WITH_LAYOUT)
            self.index(child, f"{scope}{child.get('name')}::" if is_scope else scope)

    def name(self, type_id):
        """Returns the name of a type, without aliases."""
        element = self.types[type_id]
        inner = element.get("type-id")
        match element.tag:
            case "typedef-decl":
                return self.name(inner)
            case "pointer-type-def":
                return self.name(inner) + "*"
            case "reference-type-def":
                return self.name(inner) + ("&" if element.get("kind") == "lvalue" else "&&")
            case "qualified-type-def":
                return self.name(inner) + "".join(f" {word}" for word in ("const", "volatile") if element.get(word))
            case "array-type-def":
                return self.name(inner) + "".join(f"[{part.get('length')}]" for part in element.iter("subrange"))
            case "function-type":
                return self.call(element)
        return self.scopes[type_id] + element.get("name")

    def call(self, function):
        """Returns the types of the result and the parameters."""
        parameters = ", ".join(self.name(parameter.get("type-id")) for parameter in function.iter("parameter"))
        return f"{self.name(function.find('return').get('type-id'))}({parameters})"

    def facts(self):
        facts = set(self.symbols())
        layouts = self.layouts()
        mentioned = "\n".join([*facts, *(fact for name in layouts if "<" not in name for fact in layouts[name])])
        for name in layouts:
            # What only sources name is theirs, also an instance of a template.
            if "lookoutvision::internal::" not in name and ("<" not in name or name in mentioned):
                facts |= {f"type {name} {fact}" for fact in layouts[name]}
        return facts

    def symbols(self):
        yield f"soname {self.root.get('soname')}"
        for symbol in self.root.iter("elf-symbol"):
            yield f"symbol {symbol.get('name')}"
        for function in self.root.iter("function-decl"):
            if function.get("elf-symbol-id"):
                yield f"function {self.signature(function)}"

    def signature(self, function):
        return f"{function.get('mangled-name', function.get('name'))} {self.call(function)}"

    def layouts(self):
        """Returns the name and the layout of each type of the library. Several units describe the same one."""
        layouts = {}
        for element in self.root.iter():
            if element.tag in TYPES_WITH_LAYOUT and element.get("id") and not element.get("is-declaration-only"):
                name = self.name(element.get("id"))
                if name.startswith("lookoutvision::"):
                    layouts.setdefault(name, set()).update(self.layout(element))
        return layouts

    def layout(self, element):
        if element.tag == "enum-decl":
            yield f"is {self.name(element.find('underlying-type').get('type-id'))}"
        else:
            yield f"has {element.get('size-in-bits')} bits"
        for child in element:
            offset = child.get("layout-offset-in-bits")
            match child.tag:
                case "enumerator":
                    yield f"{child.get('name')} = {child.get('value')}"
                case "base-class":
                    yield f"{offset} base {self.name(child.get('type-id'))}"
                case "data-member" if offset:
                    variable = child.find("var-decl")
                    yield f"{offset} {variable.get('name')} {self.name(variable.get('type-id'))}"
                case "member-function" if child.get("vtable-offset"):
                    yield f"virtual {child.get('vtable-offset')} {self.signature(child.find('function-decl'))}"


def main():
    print("\n".join(sorted(Description(xml.parse(sys.stdin.buffer).getroot()).facts())))


if __name__ == "__main__":
    main()
