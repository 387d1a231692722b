<#
.SYNOPSIS
Stores what is new in a folder on the network, then proves with a sample that it can be had back.

.DESCRIPTION
Made for cron or the Task Scheduler: it asks nothing, pays only for files that are new or changed, and goes on where a run before it was
killed. Hidden files are stored too, empty ones are passed over. One object says what happened. The exit code is 0 when every file is
stored and the sample came back as it was, otherwise 1.

.PARAMETER Path
The folder to store, with all folders in it.

.PARAMETER Manifest
The list of what was stored, a CSV file. Keep it: it is the only place that knows which root belongs to which name.

.PARAMETER Network
The network to store on; the session's when omitted.

.PARAMETER Wallet
The wallet that pays; the session's when omitted.

.PARAMETER SecretName
Where the wallet's password lies, as secret:Name, secret:Vault/Name or env:NAME. Not needed for env: and secret: wallets.

.PARAMETER Encrypt
Encrypts every file for the wallet that pays, so that nobody else can read it.

.PARAMETER Sample
How many files to receive back and compare; 3 when omitted.

.EXAMPLE
./nightly-backup.ps1 -Path /data -Manifest /var/lib/backup/data.csv -Network mainnet -Wallet backup -SecretName env:BACKUP_PASSWORD -Encrypt

.EXAMPLE
Start-ZgDevNet
./nightly-backup.ps1 -Path ./docs -Manifest ./docs.csv
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $Path,
    [Parameter(Mandatory)] [string] $Manifest,
    [string] $Network,
    [string] $Wallet,
    [string] $SecretName,
    [switch] $Encrypt,
    [ValidateRange(0, 1000)] [int] $Sample = 3
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Module ZeroG)) {
    # As it was built beside this script; where the script was copied elsewhere, as it is installed.
    $built = Join-Path $PSScriptRoot '../out/ZeroG'
    Import-Module ((Test-Path $built) ? $built : 'ZeroG')
}

if ($Network) {
    $connection = @{ Name = $Network }
    if ($Wallet) { $connection.Wallet = $Wallet }
    if ($SecretName) { $connection.Password = $SecretName }
    Connect-ZgNetwork @connection
}

$start = [DateTimeOffset]::Now
$source = (Resolve-Path -LiteralPath $Path).Path

# -Force takes hidden files too. A file that fails is an error of its own and is tried again the next night.
$stored = @(Get-ChildItem -LiteralPath $source -Recurse -File -Force |
        Send-ZgFile -Manifest $Manifest -Encrypt:$Encrypt -ErrorAction SilentlyContinue -ErrorVariable failures)
$new = @($stored | Where-Object Transaction)

# A backup is as good as its restore: some files, others each night, come back and are compared with what lies on the disk.
$restored = 0
$restore = [IO.Directory]::CreateTempSubdirectory('zerog-restore-').FullName
try {
    $chosen = @($stored | Sort-Object { [Random]::Shared.Next() } | Select-Object -First $Sample)
    $back = @($chosen | Receive-ZgFile -Destination $restore -BasePath $source -Decrypt:$Encrypt `
            -ErrorAction SilentlyContinue -ErrorVariable +failures)
    foreach ($file in $back) {
        $original = Join-Path $source ([IO.Path]::GetRelativePath($restore, $file.Path))
        if ((Get-ZgFileHash -LiteralPath $file.Path).Root -eq (Get-ZgFileHash -LiteralPath $original).Root) {
            $restored++
        }
        else {
            Write-Warning "'$original' came back with other content. If it did not change in the meantime, ask why."
        }
    }
}
finally {
    Remove-Item -LiteralPath $restore -Recurse -Force
}

# A file without a byte has nothing to store.
$failures = @($failures | Where-Object FullyQualifiedErrorId -NotLike 'ZgFileEmpty,*')
foreach ($failure in $failures) {
    Write-Warning "$($failure.FullyQualifiedErrorId.Split(',')[0]): $failure"
}

$fee = [ZgAmount] '0'
foreach ($file in $new) {
    $fee += $file.Fee
}

[pscustomobject]@{
    Files    = $stored.Count
    New      = $new.Count
    Failed   = $failures.Count
    Sampled  = $chosen.Count
    Restored = $restored
    Fee      = $fee
    Duration = [DateTimeOffset]::Now - $start
}

if ($failures.Count -gt 0 -or $restored -lt $chosen.Count) {
    exit 1
}
