<#
.SYNOPSIS
A runbook for a compute account: one line for each promise that has to hold in the morning. Run it with Invoke-Pester.

.DESCRIPTION
What to look at comes from the environment: COMPUTE_NETWORK and COMPUTE_ADDRESS, the user's account; and, where the defaults do not fit,
COMPUTE_MINIMUM (what the main account and each inference sub-account should have at least, 1 0G), COMPUTE_HOURS (how long before they
unlock refunds are announced, 24) and COMPUTE_IGNORE (providers that are not used any more, with commas between). It only reads; it needs
no key and never pays.

.EXAMPLE
$env:COMPUTE_NETWORK = 'mainnet'
$env:COMPUTE_ADDRESS = (Get-ZgWallet compute).Address
Invoke-Pester ./compute-watch.Tests.ps1 -Output Detailed
#>
BeforeAll {
    if (-not (Get-Module ZeroG)) {
        # As it was built beside this script; where the script was copied elsewhere, as it is installed.
        $built = Join-Path $PSScriptRoot '../out/ZeroG'
        Import-Module ((Test-Path $built) ? $built : 'ZeroG')
    }

    Connect-ZgNetwork $env:COMPUTE_NETWORK
    $account = Get-ZgAccount $env:COMPUTE_ADDRESS -ErrorAction Stop
    $minimum = [ZgAmount] ($env:COMPUTE_MINIMUM ? $env:COMPUTE_MINIMUM : '1')
    $soon = [TimeSpan]::FromHours($env:COMPUTE_HOURS ? [double] $env:COMPUTE_HOURS : 24)
    $ignored = "$env:COMPUTE_IGNORE".Split(',').Trim()
    $used = @($account.SubAccounts | Where-Object { "$($_.Provider)" -notin $ignored })

    # What lies with a provider is only worth something while the provider serves and may be paid.
    $offers = @($used | Where-Object { -not $_.Balance.IsZero } |
            Get-ZgProvider -ErrorAction SilentlyContinue -ErrorVariable gone)
}

AfterAll {
    Disconnect-ZgNetwork
}

Describe 'The money' {
    It 'pays for transactions' {
        $account.Wallet.Wei | Should -BeGreaterThan 0
    }

    It 'is enough in the main account for the next top-up' {
        $account.Available -ge $minimum | Should -BeTrue
    }

    It 'is enough with every provider of inference' {
        $low = @($used | Where-Object { $_.Service -eq 'Inference' -and $_.PendingRefund.IsZero -and $_.Free -lt $minimum })
        $low -join '; ' | Should -BeNullOrEmpty
    }

    It 'is nowhere else than in the services of the network' {
        "$($account.InOtherServices)" | Should -Be '0 0G'
    }
}

Describe 'The refunds' {
    It 'have nothing that waits to be collected' {
        $unlocked = @($account.Refunds | Where-Object IsUnlocked)
        $unlocked -join '; ' | Should -BeNullOrEmpty
    }

    It 'have nothing that unlocks soon' {
        $next = @($account.Refunds | Where-Object { -not $_.IsUnlocked -and $_.TimeLeft -lt $soon })
        $next -join '; ' | Should -BeNullOrEmpty
    }
}

Describe 'The providers' {
    It 'still offer what they are paid for' {
        $gone -join '; ' | Should -BeNullOrEmpty
    }

    It 'have signers that the network approves' {
        $unapproved = @($offers | Where-Object { -not $_.IsApproved })
        $unapproved -join '; ' | Should -BeNullOrEmpty
    }

    It 'are healthy, as far as the network looks' {
        $ill = @($offers | Where-Object Health -In 'Warning', 'Critical')
        $ill -join '; ' | Should -BeNullOrEmpty
    }
}
