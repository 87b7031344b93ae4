"""What is done with one workbook when documents are written, too? The same; but a child starts slower.

Half of a child's start would go into what makes documents, and most batches make none.
"""

from xlplan.engine import documents
from xlplan.hosts.batch.work import work

__all__ = ("work",)
WARM = (documents,)
