"""How does a table of ours read in the workbook: its id, its name, its styles and its formulas?"""

from collections.abc import Callable, Iterator

from xlplan.hosts.files.graft.formulas import Renames
from xlplan.hosts.files.ooxml.xmlplaces import Edits, Node, Tree
from xlplan.hosts.files.ooxml.xmltext import escaped

_STYLES = (
    "dxfId", "headerRowDxfId", "dataDxfId", "totalsRowDxfId", "headerRowBorderDxfId",
    "tableBorderDxfId", "totalsRowBorderDxfId",
)  # fmt: skip
_FORMULAS = ("calculatedColumnFormula", "totalsRowFormula")


def translated_table(
    tree: Tree, number: int, rule: Callable[[int], int], renames: Renames
) -> bytes:
    """Return a table's part.

    Args:
        tree: the authored part.
        number: its id in the workbook.
        rule: differential format of ours → the workbook's.
        renames: what is called otherwise in the workbook.
    """
    edits, root = Edits(tree), tree.root
    edits.attribute(root, "id", number)
    for key in ("name", "displayName"):
        old = root.attributes.get(key, "")
        if old and (new := renames.formula(old)) != old:
            edits.attribute(root, key, new)
    for node in _all(root):
        for key in _STYLES:
            if key in node.attributes:
                edits.attribute(node, key, rule(node.whole(key)))
        if node.name in _FORMULAS and (new := renames.formula(node.text)) != node.text:
            edits.replace(edits.head(node)[1], node.close, escaped(new).encode())
    return edits.done()[0]


def _all(node: Node) -> Iterator[Node]:
    yield node
    for kid in node.kids:
        yield from _all(kid)
