BeforeAll {
    Import-Module (Join-Path $PSScriptRoot '../../out/ZeroG')
    $homeBefore = $env:ZEROG_HOME
    $env:ZEROG_HOME = Join-Path ([System.IO.Path]::GetTempPath()) "zerog-$([guid]::NewGuid())"
    Start-ZgDevNet -Name accounts-module
}

AfterAll {
    Stop-ZgNode accounts-module
    if (Test-Path $env:ZEROG_HOME) { Remove-Item $env:ZEROG_HOME -Recurse }
    $env:ZEROG_HOME = $homeBefore
}

Describe 'A compute account' {
    It 'does not exist before the first deposit' {
        { Get-ZgAccount -ErrorAction Stop } | Should -Throw -ErrorId 'ZgAccountMissing,*'
    }

    It 'is opened with at least the minimum of the network' {
        { Add-ZgDeposit 0.05 -ErrorAction Stop } | Should -Throw -ErrorId 'ZgDepositTooSmall,*'
        "$((Add-ZgDeposit 2).Kind)" | Should -Be 'Deposit'
        "$((Get-ZgAccount).Available)" | Should -Be '2 0G'
    }

    It 'pays nobody who offers nothing' {
        { Move-ZgFund 0x7777777777777777777777777777777777777777 1 -Service Inference -ErrorAction Stop } |
            Should -Throw -ErrorId 'ZgProviderUnknown,*'
        "$((Get-ZgAccount).Available)" | Should -Be '2 0G'
    }

    It 'gives everything back, or keeps what is enough' {
        { Remove-ZgDeposit 1.95 -ErrorAction Stop } | Should -Throw -ErrorId 'ZgWithdrawalRest,*'
        "$((Remove-ZgDeposit -All).Amount)" | Should -Be '2 0G'
        { Get-ZgAccount -ErrorAction Stop } | Should -Throw -ErrorId 'ZgAccountMissing,*'
    }
}
