"""What does VBA say to reach xlwings' server, and how does it show what comes back?"""

SERVER_LINES = """\
Option Explicit

#If Mac Then
Public Function XLPy() As Variant
    Err.Raise 1001, Description:="Formulas need Excel for Windows; the buttons work on the Mac."
End Function
#Else
#If Win64 Then
Private Const Library As String = "xlwings64-@XLWINGS@.dll"
Private Declare PtrSafe Function ServerOf Lib "xlwings64-@XLWINGS@.dll" Alias "XLPyDLLActivateAuto" ( _
    ByRef result As Variant, Optional ByVal config As String = "", Optional ByVal mode As Long = 1) As Long
#Else
Private Const Library As String = "xlwings32-@XLWINGS@.dll"
Private Declare PtrSafe Function ServerOf Lib "xlwings32-@XLWINGS@.dll" Alias "XLPyDLLActivateAuto" ( _
    ByRef result As Variant, Optional ByVal config As String = "", Optional ByVal mode As Long = 1) As Long
#End If
Private Declare PtrSafe Function LoadLibrary Lib "kernel32" Alias "LoadLibraryW" (ByVal path As LongPtr) As LongPtr

Private loaded As Boolean

' The server of xlwings: one Python for all formulas, started with the first.
Public Function XLPy() As Variant
    If Not loaded Then
        Dim path As String
        path = XlplanSetting(2) & "\\" & Library
        If XlplanSetting(2) <> "" Then loaded = (LoadLibrary(StrPtr(path)) <> 0)
        If Not loaded Then Err.Raise 1002, Description:=Library & " was not found: xlwings @XLWINGS@ is needed, " & _
            "or an add-in made anew by xlplan addin excel"
    End If
    If 0 <> ServerOf(XLPy, ServerCommand(), 1) Then Err.Raise 1003, Description:=CStr(XLPy)
End Function

' Ends the server; the next formula starts it again.
Public Sub XlplanRestart()
    Dim unused As Variant
    If loaded Then If 0 <> ServerOf(unused, ServerCommand(), -1) Then Err.Raise 1003, Description:=CStr(unused)
End Sub

Private Function ServerCommand() As String
    Dim quote As String
    quote = Chr(34)
    ServerCommand = "cmd.exe /K " & quote & quote & XlplanSetting(3) & quote & " -B -c " & quote & _
        "import os; os.environ['XLPLAN_LANG']='@LANG@'; import xlwings; xlwings.serve('$(CLSID)')" & quote & quote
End Function
#End If""".splitlines()
"""The module of the server; ``@…@`` are filled in when the add-in is built."""

CELL_LINES = """\
' Errors come as texts and become true errors here, in one cell or in each of many.
Public Function XlplanCells(ByVal found As Variant) As Variant
    Dim row As Long, column As Long, first As Long, last As Long
    If Not IsArray(found) Then
        XlplanCells = XlplanCell(found)
        Exit Function
    End If
    last = -1
    On Error Resume Next
    first = LBound(found, 2)
    last = UBound(found, 2)
    On Error GoTo 0
    For row = LBound(found, 1) To UBound(found, 1)
        If last < 0 Then found(row) = XlplanCell(found(row))
        For column = first To last
            found(row, column) = XlplanCell(found(row, column))
        Next column
    Next row
    XlplanCells = found
End Function

Private Function XlplanCell(ByVal value As Variant) As Variant
    XlplanCell = value
    If VarType(value) <> vbString Then Exit Function
    Select Case value
        Case "#NULL!": XlplanCell = CVErr(2000)
        Case "#DIV/0!": XlplanCell = CVErr(2007)
        Case "#VALUE!": XlplanCell = CVErr(2015)
        Case "#REF!": XlplanCell = CVErr(2023)
        Case "#NAME?": XlplanCell = CVErr(2029)
        Case "#NUM!": XlplanCell = CVErr(2036)
        Case "#N/A": XlplanCell = CVErr(2042)
    End Select
End Function""".splitlines()
"""What stands under the formulas."""
