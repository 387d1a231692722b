<#
.SYNOPSIS
Pays a list, each line once however often the script runs, and fails when a line could not be paid.

.DESCRIPTION
For a scheduler: asks nothing, says what it did, and exits with 1 when something is left to do. After Ctrl+C, a crash or a failed line run
it again with the same list; what is paid already is looked up and not paid again. Runs in pwsh 7.6 and in zg.

.PARAMETER Path
The list: a CSV file with the columns Id (unique, for example the invoice), Recipient and Amount.

.PARAMETER Paid
The CSV file for what was paid, with transaction, block and fee. Beside the list, as NAME.paid.csv, when omitted.

.PARAMETER Network
The network to pay on.

.PARAMETER Wallet
The wallet that pays: a name of Get-ZgWallet, or where its key lies, as secret:Name or env:NAME.

.PARAMETER SecretName
Where the wallet's password lies, as secret:Name, secret:Vault/Name or env:NAME.

.PARAMETER MaxFee
The most that the fee of each payment may be.

.EXAMPLE
./examples/pay-list.ps1 -Path november.csv -Network mainnet -Wallet payroll -SecretName secret:Store/payroll
#>
param(
    [Parameter(Mandatory)] [string] $Path,
    [string] $Paid = ($Path -replace '\.csv$') + '.paid.csv',
    [string] $Network = 'galileo',
    [string] $Wallet = 'main',
    [string] $SecretName,
    [string] $MaxFee = '0.01'
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Module ZeroG)) {
    # As it was built beside this script; where the script was copied elsewhere, as it is installed.
    $built = Join-Path $PSScriptRoot '../out/ZeroG'
    Import-Module ((Test-Path $built) ? $built : 'ZeroG')
}

$payments = @(Import-Csv -LiteralPath $Path)
$ids = @($payments | ForEach-Object { $_.Id } | Sort-Object -Unique)
if ($ids.Count -lt $payments.Count) {
    throw "Each line of $Path needs an Id of its own: it is what keeps the line from being paid twice."
}

$password = if ($SecretName) { @{ Password = $SecretName } } else { @{} }
Connect-ZgNetwork $Network -Wallet $Wallet @password
Write-Output "$($payments.Count) payments on $Network from $(Get-ZgWallet -Current), which holds $((Get-ZgBalance).Amount)."

# A line that cannot be paid does not keep the others waiting.
$done = @($payments | Send-ZgToken -MaxFee $MaxFee -Confirm:$false -ErrorAction Continue -ErrorVariable failed)
$done | Export-Csv -LiteralPath $Paid
$earlier = @($done | Where-Object AlreadySent)
Write-Output "Paid now: $($done.Count - $earlier.Count). Paid before: $($earlier.Count). Not paid: $($payments.Count - $done.Count)."
if ($done.Count -lt $payments.Count) {
    exit 1
}
