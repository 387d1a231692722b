<#
.SYNOPSIS
Builds, tests and packs the ZeroG module.

.DESCRIPTION
For people who have pwsh; without it, 'dotnet build', 'dotnet test' and 'dotnet run --project src/ZeroG.Shell' do the same.

.EXAMPLE
./build.ps1 Test
#>
[CmdletBinding()]
param(
    # Build: lay the module out in out/ZeroG. Test: xunit, then Pester and PSScriptAnalyzer where they are present.
    # Package: a package in out/packages. Demo: the quickstart in this session. Bench: the benchmarks. Docs: rebuild the help.
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'Package', 'Demo', 'Bench', 'Docs')]
    [string[]] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Release'
)

$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $true
$module = Join-Path $PSScriptRoot 'out/ZeroG'

function Invoke-Build([string] $Configuration) {
    dotnet build (Join-Path $PSScriptRoot 'src/ZeroG.PowerShell') --configuration $Configuration --nologo
}

function Invoke-Test {
    Push-Location $PSScriptRoot
    try { dotnet test } finally { Pop-Location }
    if (Get-Module Pester -ListAvailable) {
        Invoke-Pester (Join-Path $PSScriptRoot 'tests/module') -CI
    }
    else {
        Write-Warning 'Pester is not installed: tests/module ran inside dotnet test only.'
    }

    if (Get-Module PSScriptAnalyzer -ListAvailable) {
        $findings = 'build.ps1', 'out/ZeroG/ZeroG.psd1', 'examples', 'tests/module' |
            ForEach-Object { Invoke-ScriptAnalyzer (Join-Path $PSScriptRoot $_) -Recurse -Settings (Join-Path $PSScriptRoot 'PSScriptAnalyzerSettings.psd1') }
        $findings | Format-Table ScriptName, Line, RuleName, Message
        if ($findings) { throw "PSScriptAnalyzer has $(@($findings).Count) findings." }
    }
    else {
        Write-Warning 'PSScriptAnalyzer is not installed: scripts were not checked.'
    }
}

function Invoke-Package([string] $Configuration) {
    Invoke-Build $Configuration
    $packages = Join-Path $PSScriptRoot 'out/packages'
    $null = New-Item $packages -ItemType Directory -Force
    if (Get-Command Compress-PSResource -ErrorAction Ignore) {
        Compress-PSResource -Path $module -DestinationPath $packages
    }
    else {
        Write-Warning 'PSResourceGet is not here: the module becomes a zip to unpack in a folder of PSModulePath, not a package for a repository.'
        $version = (Import-PowerShellDataFile (Join-Path $module 'ZeroG.psd1')).ModuleVersion
        Compress-Archive -LiteralPath $module -DestinationPath (Join-Path $packages "ZeroG.$version.zip") -Force
    }

    Get-ChildItem $packages
}

foreach ($step in $Task) {
    switch ($step) {
        'Build' { Invoke-Build $Configuration }
        'Docs' { Invoke-Build $Configuration }
        'Test' { Invoke-Test }
        'Package' { Invoke-Package $Configuration }
        'Demo' {
            Invoke-Build $Configuration
            Import-Module $module -Force
            & (Join-Path $PSScriptRoot 'examples/quickstart.ps1')
        }
        'Bench' { dotnet run --project (Join-Path $PSScriptRoot 'bench/ZeroG.Benchmarks') --configuration Release -- --filter '*' }
    }
}
