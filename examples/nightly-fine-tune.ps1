<#
.SYNOPSIS
Trains a model on the newest dataset of a folder, and leaves the decrypted model in a folder of its own.

.DESCRIPTION
Made for cron or the Task Scheduler: it asks nothing, first takes what an earlier run left behind so that no deadline passes, and trains
only when there is a dataset that was not trained yet. Money goes to the fine-tuning sub-account only when the estimate asks for it, and
never more than -TopUp. One object says what happened. The exit code is 0 when there was nothing to do or the model is there, otherwise 1.

.PARAMETER Provider
Address of the fine-tuning provider.

.PARAMETER Model
Name of the model to train.

.PARAMETER Path
The folder of datasets: JSONL files, of which the newest is trained.

.PARAMETER TrainingConfig
The training configuration, a JSON file.

.PARAMETER Destination
The folder of models; each gets a folder named after its task, with a note of what was trained.

.PARAMETER TopUp
The most that may be moved from the main account to the sub-account in one night; nothing when omitted.

.PARAMETER Timeout
How long the training may take, as hours; 20 when omitted.

.PARAMETER Network
The network; the session's when omitted.

.PARAMETER Wallet
The wallet that pays and that can decrypt the model; the session's when omitted.

.PARAMETER SecretName
Where the wallet's password lies, as secret:Name, secret:Vault/Name or env:NAME. Not needed for env: and secret: wallets.

.EXAMPLE
$training = @{ Provider = $provider; Model = 'Qwen2.5-0.5B-Instruct'; Path = '/data/training'; TrainingConfig = '/etc/training.json' }
./nightly-fine-tune.ps1 @training -Destination /models -TopUp 2 -Network mainnet -Wallet trainer -SecretName env:TRAINER_PASSWORD

.EXAMPLE
Start-ZgDevNet
./nightly-fine-tune.ps1 -Provider $provider -Model mock-model -Path ./training -TrainingConfig ./training.json -Destination ./models
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $Provider,
    [Parameter(Mandatory)] [string] $Model,
    [Parameter(Mandatory)] [string] $Path,
    [Parameter(Mandatory)] [string] $TrainingConfig,
    [Parameter(Mandatory)] [string] $Destination,
    [string] $TopUp = '0',
    [ValidateRange(1, 48)] [int] $Timeout = 20,
    [string] $Network,
    [string] $Wallet,
    [string] $SecretName
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
$moved = [ZgAmount] '0'
$trained = $null
$models = [Collections.Generic.List[object]]::new()

function Save-Model {
    # Receives, checks, acknowledges and decrypts a model; the note says what it was trained on.
    param($Task, $Dataset, $Root)
    $folder = Join-Path $Destination $Task.TaskId
    $null = New-Item -ItemType Directory -Path $folder -Force
    $null = $Task | Receive-ZgFineTunedModel -Destination "$folder/" | Unprotect-ZgFineTunedModel -Destination (Join-Path $folder 'model')
    [pscustomobject]@{
        TaskId  = $Task.TaskId
        Model   = $Task.Model
        Dataset = $Dataset
        Root    = $Root
    } | Export-Csv (Join-Path $folder 'trained.csv')
    $models.Add((Join-Path $folder 'model'))
}

try {
    # What an earlier run left: a model that waits has a deadline, and blocks the next task.
    foreach ($task in @(Get-ZgFineTuningTask $Provider -WarningAction SilentlyContinue)) {
        $folder = Join-Path $Destination $task.TaskId
        if ($task.State -in 'Init', 'SettingUp', 'SetUp', 'Training', 'Trained', 'Delivering') {
            $task = $task | Wait-ZgFineTuningTask -Timeout (New-TimeSpan -Hours $Timeout) -WarningAction SilentlyContinue
        }

        $begun = (Test-Path -LiteralPath $folder) -and -not (Test-Path -LiteralPath (Join-Path $folder 'trained.csv'))
        if ($task.Delivery -eq 'Delivered' -or ($begun -and $task.Delivery -in 'Acknowledged', 'KeyPublished')) {
            Save-Model -Task $task -Root $task.DatasetHash
        }
    }

    # The newest dataset, unless it was trained before: its root stands in a note then.
    $dataset = Get-ChildItem -LiteralPath $Path -File | Where-Object Name -like '*.jsonl' |
        Sort-Object LastWriteTimeUtc | Select-Object -Last 1
    $null = New-Item -ItemType Directory -Path $Destination -Force
    $notes = @(Get-ChildItem -LiteralPath $Destination -Recurse -File | Where-Object Name -eq 'trained.csv' |
            ForEach-Object { Import-Csv $_.FullName })
    $root = if ($dataset) { "$((Get-ZgFileHash -LiteralPath $dataset.FullName).Root)" }
    if ($dataset -and $root -notin $notes.Root) {
        $cost = Measure-ZgFineTuningCost -Provider $Provider -Model $Model -Dataset $dataset.FullName -TrainingConfig $TrainingConfig
        if ($cost.Missing -gt [ZgAmount] '0' -and [ZgAmount] $TopUp -gt [ZgAmount] '0') {
            $moved = [ZgAmount] $TopUp
            $null = Move-ZgFund $Provider $moved -Service FineTuning -Confirm:$false
        }

        # The folder says to the next night that this one had begun.
        $trained = New-ZgFineTuningTask $Provider $Model $dataset.FullName $TrainingConfig -Queue -Confirm:$false
        $null = New-Item -ItemType Directory -Path (Join-Path $Destination $trained.TaskId) -Force
        $trained = $trained | Wait-ZgFineTuningTask -Timeout (New-TimeSpan -Hours $Timeout) -WarningAction SilentlyContinue
        Save-Model -Task $trained -Dataset $dataset.Name -Root $root
    }

    $failure = $null
}
catch {
    $failure = $_
    Write-Warning "$($failure.FullyQualifiedErrorId.Split(',')[0]): $failure"
}

[pscustomobject]@{
    Dataset  = $dataset.Name
    TaskId   = $trained.TaskId
    Fee      = $trained.Fee
    Moved    = $moved
    Models   = $models.ToArray()
    Failure  = if ($failure) { $failure.FullyQualifiedErrorId.Split(',')[0] }
    Duration = [DateTimeOffset]::Now - $start
}

if ($failure) {
    exit 1
}
