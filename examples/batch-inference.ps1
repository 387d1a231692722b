<#
.SYNOPSIS
Asks the questions of a CSV file within a budget, each once however often the script runs, and fails when one is left.

.DESCRIPTION
For a scheduler: asks nothing of a person, says what it did, and exits with 1 when questions are left, because they failed or because the
budget is spent. Run it again with the same files; what has an answer is passed over. Runs in pwsh 7.6 and in zg.

.PARAMETER Path
The questions: a CSV file with the columns Id (unique) and Prompt.

.PARAMETER Answers
The CSV file for the answers. Beside the questions, as NAME.answers.csv, when omitted.

.PARAMETER MaxCost
The most that this run may cost, for example 0.5 for 0.5 0G.

.PARAMETER Provider
The provider's address; the cheapest that answers when omitted.

.PARAMETER System
How the model shall answer.

.PARAMETER MaxTokens
The most tokens that an answer may have.

.PARAMETER ThrottleLimit
Questions under way at once.

.PARAMETER Network
The network to ask on.

.PARAMETER Wallet
The wallet that pays: a name of Get-ZgWallet, or where its key lies, as secret:Name or env:NAME.

.PARAMETER SecretName
Where the wallet's password lies, as secret:Name, secret:Vault/Name or env:NAME.

.EXAMPLE
./examples/batch-inference.ps1 -Path questions.csv -MaxCost 0.5 -Network galileo -Wallet main -SecretName secret:Store/main
#>
param(
    [Parameter(Mandatory)] [string] $Path,
    [string] $Answers = ($Path -replace '\.csv$') + '.answers.csv',
    [Parameter(Mandatory)] [string] $MaxCost,
    [string] $Provider,
    [string] $System = 'Answer briefly.',
    [int] $MaxTokens = 500,
    [int] $ThrottleLimit = 8,
    [string] $Network = 'galileo',
    [string] $Wallet = 'main',
    [string] $SecretName
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Module ZeroG)) {
    # As it was built beside this script; where the script was copied elsewhere, as it is installed.
    $built = Join-Path $PSScriptRoot '../out/ZeroG'
    Import-Module ((Test-Path $built) ? $built : 'ZeroG')
}

$questions = @(Import-Csv -LiteralPath $Path)
$ids = @($questions | ForEach-Object { $_.Id } | Sort-Object -Unique)
if ($ids.Count -lt $questions.Count) {
    throw "Each line of $Path needs an Id of its own: it is what keeps a question from being paid twice."
}

# What an earlier run has answered is not asked again.
$answered = @{}
if (Test-Path -LiteralPath $Answers) {
    Import-Csv -LiteralPath $Answers | ForEach-Object { $answered[$_.Id] = $true }
}
$open = @($questions | Where-Object { -not $answered[$_.Id] })

$password = if ($SecretName) { @{ Password = $SecretName } } else { @{} }
Connect-ZgNetwork $Network -Wallet $Wallet @password
Write-Output "$($questions.Count) questions, $($answered.Count) answered before, $($open.Count) to ask on $Network for $MaxCost 0G at most."

# Answers are written one by one, so that what is paid is kept whatever happens.
$whom = if ($Provider) { @{ Provider = $Provider } } else { @{} }
$count = 0
$spent = $null
$open | Select-Object Id, Prompt | Invoke-ZgInference @whom -System $System -MaxTokens $MaxTokens -MaxCost $MaxCost `
    -ThrottleLimit $ThrottleLimit -Verify -ErrorAction Continue | ForEach-Object {
    $count++
    $spent = if ($spent) { $spent + $_.Fee } else { $_.Fee }
    $_ | Select-Object Id, Prompt, Answer, Model, Provider, Fee, IsVerified | Export-Csv -LiteralPath $Answers -Append
}

$price = if ($spent) { $spent } else { 'nothing' }
Write-Output "Answered now: $count, for $price. Answered before: $($answered.Count). Left: $($open.Count - $count)."
if ($count -lt $open.Count) {
    exit 1
}
