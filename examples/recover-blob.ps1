<#
.SYNOPSIS
Encodes a file for data availability, loses and damages a third of its slices, and brings the file back from the rest.

.DESCRIPTION
Needs no account and no network. Runs in pwsh 7.6 and in zg. The parameters are for development, whose secret is known:
good for trying out and for nothing else. They are made the first time, in about a minute, and found after that.

.PARAMETER Path
The file, of at most 32,505,852 bytes.

.PARAMETER WorkPath
A folder for the slices and the recovered file. What an earlier run left there is replaced.

.PARAMETER ParameterPath
A folder of parameters, or what New-ZgDaParameter emits. Those for development when omitted.

.EXAMPLE
./examples/recover-blob.ps1 -Path ./report.pdf -WorkPath ./work
#>
param(
    [Parameter(Mandatory)] [string] $Path,
    [Parameter(Mandatory)] [string] $WorkPath,
    $ParameterPath
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Module ZeroG)) {
    # As it was built beside this script; where the script was copied elsewhere, as it is installed.
    $built = Join-Path $PSScriptRoot '../out/ZeroG'
    Import-Module ((Test-Path $built) ? $built : 'ZeroG')
}

# That these parameters are unsafe is meant here, and said once above.
$WarningPreference = 'SilentlyContinue'
if (-not $ParameterPath) {
    $ParameterPath = New-ZgDaParameter -Development
}

$blob = ConvertTo-ZgEncodedBlob $Path -ParameterPath $ParameterPath -Destination $WorkPath -Force
Write-Output "Encoded into $($blob.Slices.Count) slices; the data root is $($blob.Root)."

# Every third slice is hurt, by turns in three ways: the file is gone, cut short, or has one bit changed.
$hurt = @($blob.Slices | Where-Object { $_.Index % 3 -eq 0 })
for ($i = 0; $i -lt $hurt.Count; $i++) {
    $file = $hurt[$i].Path
    $bytes = [IO.File]::ReadAllBytes($file)
    switch ($i % 3) {
        0 { [IO.File]::Delete($file) }
        1 { [IO.File]::WriteAllBytes($file, $bytes[0..99]) }
        2 { $bytes[200] = $bytes[200] -bxor 1; [IO.File]::WriteAllBytes($file, $bytes) }
    }
}

$wrong = @(Test-ZgDaSlice $blob.Path -ParameterPath $ParameterPath | Where-Object { -not $_.Passed })
Write-Output "Hurt $($hurt.Count) slices: $($hurt.Count - $wrong.Count) are gone, and $($wrong.Count) do not pass their test."

$file = ConvertFrom-ZgEncodedBlob $blob.Path -Destination "$WorkPath/" -Force
Write-Output "Recovered $($file.Size) bytes from $($file.SliceCount - $file.WrongSliceCount) good slices into $($file.Path)."
$same = (Get-ZgFileHash -LiteralPath $file.Path).Root -eq (Get-ZgFileHash $Path).Root
Write-Output "It is the file that was encoded: $same"
