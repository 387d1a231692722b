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

    It 'feeds the sub-account of a provider that was listed' {
        $moved = Get-ZgProvider -Service Inference | Select-Object -First 1 | Move-ZgFund -Amount 1.5
        "$($moved.Kind) $($moved.Amount) $($moved.Service)" | Should -Be 'Transfer 1.5 0G Inference'
        "$((Get-ZgAccount).SubAccounts.Free)" | Should -Be '1.5 0G'
    }

    It 'gets money back from there after a lock, and not before' {
        "$((Get-ZgAccount).SubAccounts | Request-ZgRefund | ForEach-Object Requested)" | Should -Be '1.5 0G'
        { Complete-ZgRefund -All -ErrorAction Stop } | Should -Throw -ErrorId 'ZgRefundLocked,*'
        (Get-ZgAccount).Refunds.TimeLeft | Should -BeGreaterThan ([TimeSpan]::FromHours(23))
    }

    It 'frees again what waits, when it is wanted after all' {
        "$((Get-ZgAccount).SubAccounts | Move-ZgFund -Amount 1.5 | ForEach-Object Cancelled)" | Should -Be '1.5 0G'
        "$((Get-ZgAccount).SubAccounts.Free) $((Get-ZgAccount).Available)" | Should -Be '1.5 0G 0.5 0G'
    }

    It 'gives everything back, or keeps what is enough' {
        { Remove-ZgDeposit 0.45 -ErrorAction Stop } | Should -Throw -ErrorId 'ZgWithdrawalRest,*'
        { Remove-ZgDeposit 2 -ErrorAction Stop } | Should -Throw -ErrorId 'ZgWithdrawalTooLarge,*'
        "$((Remove-ZgDeposit -All).Amount)" | Should -Be '0.5 0G'
        "$((Get-ZgAccount).Available) $((Get-ZgAccount).Locked)" | Should -Be '0 0G 1.5 0G'
    }
}
