<#
.SYNOPSIS
A runbook for nightly-backup.ps1: one line for each promise that a backup makes. Run it each morning with Invoke-Pester.

.DESCRIPTION
What to look at comes from the environment: BACKUP_PATH (the folder), BACKUP_MANIFEST (its list), BACKUP_NETWORK, and BACKUP_ADDRESS, the
account whose balance has to last. It reads and receives; it needs no key and never pays.

.EXAMPLE
$env:BACKUP_PATH = '/data'
$env:BACKUP_MANIFEST = '/var/lib/backup/data.csv'
$env:BACKUP_NETWORK = 'mainnet'
$env:BACKUP_ADDRESS = (Get-ZgWallet backup).Address
Invoke-Pester ./nightly-backup.Tests.ps1
#>
BeforeAll {
    if (-not (Get-Module ZeroG)) {
        # As it was built beside this script; where the script was copied elsewhere, as it is installed.
        $built = Join-Path $PSScriptRoot '../out/ZeroG'
        Import-Module ((Test-Path $built) ? $built : 'ZeroG')
    }

    Connect-ZgNetwork $env:BACKUP_NETWORK
    $source = (Resolve-Path -LiteralPath $env:BACKUP_PATH).Path

    # The newest line of a file is the last one. Names that differ only in case are two files on Linux, and one to @{}.
    $newest = [Collections.Generic.Dictionary[string, object]]::new()
    foreach ($line in Import-Csv -LiteralPath $env:BACKUP_MANIFEST) {
        $newest[$line.Path] = $line
    }

    $restore = [IO.Directory]::CreateTempSubdirectory('zerog-runbook-').FullName
}

AfterAll {
    if ($restore) { Remove-Item -LiteralPath $restore -Recurse -Force }
    Disconnect-ZgNetwork
}

Describe 'The backup' {
    It 'has every file as it was a day ago' {
        $dayAgo = [DateTime]::UtcNow.AddDays(-1)
        $old = @(Get-ChildItem -LiteralPath $source -Recurse -File -Force |
                Where-Object { $_.Length -gt 0 -and $_.LastWriteTimeUtc -lt $dayAgo })
        $missing = foreach ($file in $old) {
            $line = $newest[$file.FullName]
            if (-not $line -or ([DateTime] $line.LastWriteTime).ToUniversalTime() -lt $file.LastWriteTimeUtc) { $file }
        }
        $missing.FullName -join ', ' | Should -BeNullOrEmpty
    }

    It 'is complete on the network' {
        $lost = @($newest.Values | Where-Object { -not ($_ | Test-ZgFile -SkipProof -Quiet) })
        $lost.Path -join ', ' | Should -BeNullOrEmpty
    }

    It 'comes back, every segment with its proof' {
        $sample = @($newest.Values | Sort-Object { [Random]::Shared.Next() } | Select-Object -First 3)
        @($sample | Receive-ZgFile -Destination $restore -BasePath $source).Count | Should -Be $sample.Count
    }
}

Describe 'The network' {
    It 'has healthy storage nodes' {
        @(Get-ZgStorageNode | Where-Object State -EQ Healthy).Count | Should -BeGreaterThan 0
    }
}

Describe 'The wallet' {
    It 'can pay for thirty nights like the dearest one' {
        $nights = @{}
        foreach ($line in $newest.Values) {
            $night = $line.CreatedAt.Substring(0, 10)
            $nights[$night] = [ZgAmount] "$($nights[$night] ?? '0')" + [ZgAmount] $line.Fee + [ZgAmount] $line.GasFee
        }

        $dearest = $nights.Values | Sort-Object | Select-Object -Last 1
        (Get-ZgBalance $env:BACKUP_ADDRESS).Amount.Wei | Should -BeGreaterThan (30 * $dearest.Wei)
    }
}
