"""What do the buttons say in VBA? They start xlplan for the open workbook and return at once."""

BUTTON_LINES = """\
Option Explicit

Private ready As Boolean

Public Sub XlplanCheck()
    XlplanPress "check"
End Sub

Public Sub XlplanEvaluate()
    XlplanPress "evaluate"
End Sub

Public Sub XlplanBuildOne()
    XlplanPress "build-one"
End Sub

Public Sub XlplanBuildAll()
    XlplanPress "build-all"
End Sub

Public Sub XlplanExplain()
    XlplanPress "explain"
End Sub

Public Sub XlplanOpenFolder()
    XlplanPress "open-folder"
End Sub

Public Sub XlplanHelp()
    XlplanPress "help"
End Sub

' The ribbon's buttons carry the command in their tag.
Public Sub XlplanRibbon(ByVal control As Object)
    XlplanPress control.Tag
End Sub

Public Sub XlplanPress(ByVal button As String)
    Dim said As String
    If ActiveWorkbook Is Nothing Then
        @NO_BOOK@
        MsgBox said, vbExclamation, "xlplan"
        Exit Sub
    End If
    On Error GoTo failed
    Start button, ActiveWorkbook.FullName
    Exit Sub
failed:
    @FAILED@
    MsgBox said, vbExclamation, "xlplan"
End Sub

#If Mac Then
Private Sub Start(ByVal button As String, ByVal book As String)
    Dim unused As String
    unused = AppleScriptTask("xlplan.applescript", "press", button & "|" & book)
End Sub
#Else
' Waits only the first time, to see whether this Python can do it at all.
Private Sub Start(ByVal button As String, ByVal book As String)
    Dim runner As Object, command As String, code As Long, said As String
    command = XlplanSetting(1)
    Set runner = CreateObject("WScript.Shell")
    If Not ready Then
        code = runner.Run(command & " excel-run ready --xlwings @XLWINGS@", 0, True)
        If code <> 0 And code <> 3 Then Err.Raise 53
        ready = True
        If code = 3 Then
            @OTHER@
            MsgBox said, vbInformation, "xlplan"
        End If
    End If
    runner.Run command & " excel-run " & button & " --book " & Chr(34) & book & Chr(34), 0, False
End Sub
#End If

' Line 1: how xlplan is started. Line 2: the folder of xlwings' library. Line 3: its Python.
' They stand in a file beside the add-in, and are remembered for workbooks that lie elsewhere.
Public Function XlplanSetting(ByVal number As Long) As String
    Dim files As Object, path As String, text As String, parts() As String
    #If Not Mac Then
    On Error Resume Next
    Set files = CreateObject("Scripting.FileSystemObject")
    path = ThisWorkbook.Path & "\\xlplan-command.txt"
    If files.FileExists(path) Then
        text = files.OpenTextFile(path, 1, False, -1).ReadAll
        SaveSetting "xlplan", "excel", "command", text
    End If
    On Error GoTo 0
    #End If
    If text = "" Then text = GetSetting("xlplan", "excel", "command", "pyw -m xlplan" & vbLf & vbLf & "pyw")
    parts = Split(Replace(text, vbCr, ""), vbLf)
    If UBound(parts) >= number - 1 Then XlplanSetting = parts(number - 1)
End Function

' A text given by the numbers of its signs, so that this file stays plain ASCII.
Public Function XlplanText(ByVal numbers As String) As String
    Dim one As Variant
    For Each one In Split(numbers, " ")
        XlplanText = XlplanText & ChrW(CLng("&H" & one))
    Next one
End Function""".splitlines()
"""The module of the buttons; ``@…@`` are filled in when the add-in is built."""
