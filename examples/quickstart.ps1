<#
.SYNOPSIS
Starts a 0G storage network inside this process, stores a file on it and receives it back with proof.

.DESCRIPTION
Needs no account, no network and no configuration, and leaves nothing behind. Runs in pwsh 7.6 and in zg.

.PARAMETER Path
The file to store. This repository's LICENSE when omitted.

.EXAMPLE
dotnet run --project src/ZeroG.Shell -- -File examples/quickstart.ps1

.EXAMPLE
./examples/quickstart.ps1 -Path ./photo.jpg
#>
param(
    [string] $Path = (Join-Path $PSScriptRoot '../LICENSE')
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Module ZeroG)) {
    # As it was built beside this script; where the script was copied elsewhere, as it is installed.
    $built = Join-Path $PSScriptRoot '../out/ZeroG'
    Import-Module ((Test-Path $built) ? $built : 'ZeroG')
}

$folder = [IO.Directory]::CreateTempSubdirectory('zerog-quickstart-').FullName
$network = Start-ZgDevNet
try {
    Write-Output 'A chain, a storage node and an indexer run inside this process:'
    $network.Nodes | Format-Table

    Write-Output 'The file under its storage root, and what it costs to store it:'
    Get-ZgFileHash -LiteralPath $Path | Format-Table
    Measure-ZgStorageCost -LiteralPath $Path | Format-Table

    Write-Output 'Paid, sent and confirmed by the node:'
    $sent = Send-ZgFile -LiteralPath $Path
    $sent | Format-List

    Write-Output 'What the network knows of it, and whether every promise is kept:'
    $sent | Get-ZgFile | Format-Table
    $sent | Test-ZgFile -Path $Path | Format-Table

    Write-Output 'Received back, segment by segment with proof:'
    $received = $sent | Receive-ZgFile -Destination $folder
    $received | Format-Table

    $same = (Get-ZgFileHash -LiteralPath $received.Path).Root -eq $sent.Root
    Write-Output "The file that came back has the root of the file that was sent: $same"
    if (-not $same) {
        exit 1
    }
}
finally {
    Stop-ZgNode $network.Name
    Remove-Item -LiteralPath $folder -Recurse
}
