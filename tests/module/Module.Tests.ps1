BeforeAll {
    Import-Module (Join-Path $PSScriptRoot '../../out/ZeroG')
}

Describe 'ZeroG module' {
    It 'exports the cmdlets of its manifest and nothing else' {
        $module = Get-Module ZeroG
        $manifest = Test-ModuleManifest (Join-Path $PSScriptRoot '../../out/ZeroG/ZeroG.psd1')
        $module.ExportedCommands.Count | Should -Be $manifest.ExportedCmdlets.Count
        $module.ExportedFunctions.Count | Should -Be 0
        $module.ExportedAliases.Count | Should -Be 0
        $module.ExportedVariables.Count | Should -Be 0
    }

    It 'names every cmdlet with the prefix Zg' {
        (Get-Command -Module ZeroG).Noun | Should -Not -Match '^(?!Zg)'
    }

    It 'reads amounts, addresses and hashes from text' {
        "$([ZgAmount]'250 gwei')" | Should -Be '0.00000025 0G'
        "$([ZgAddress]'0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed')" | Should -Be '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed'
        { [ZgHash]'0x12' } | Should -Throw
    }

    It 'comes back after it was removed' {
        Remove-Module ZeroG
        Get-Module ZeroG | Should -BeNullOrEmpty
        Import-Module (Join-Path $PSScriptRoot '../../out/ZeroG')
        (Get-Module ZeroG).ExportedCmdlets.Count | Should -BeGreaterThan 0
    }
}
