using System.Management.Automation;
using ZeroG.PowerShell.Tests.Engine;

namespace ZeroG.PowerShell.Tests.Compute.FineTuning;

/// <summary>The life of fine-tuning tasks on a development network, from the dataset to the decrypted model.</summary>
public sealed class FineTuningLifeTests(TuningSession tuning) : IClassFixture<TuningSession>
{
    private readonly ModuleSession _session = tuning.Session;

    [Fact]
    public void OneLine_FromTheDatasetToTheModel()
    {
        RunResult run = _session.Run(
            $$"""
            New-ZgFineTuningTask $provider mock-model ./data.jsonl {{TuningSession.Config}} -Queue | Wait-ZgFineTuningTask |
                Receive-ZgFineTunedModel -Destination ./models | Unprotect-ZgFineTunedModel -Destination ./model
            """);

        run.AssertNoErrors();
        Assert.Contains(
            Directory.GetFiles(tuning.Folder["model"], "*", SearchOption.AllDirectories),
            file => Path.GetFileName(file) == "adapter_config.json");

        dynamic task = _session.Run("Get-ZgFineTuningTask $provider -Latest | Wait-ZgFineTuningTask -State Finished").Single();
        Assert.Equal("Finished", task.State.ToString());
        Assert.Equal("KeyPublished", task.Delivery.ToString());
        Assert.Equal("mock-model", task.Model);
        Assert.False(task.Fee.IsZero);
        Assert.Null(task.AcknowledgeBy);
        Assert.Single(Directory.GetFiles(tuning.Folder["models"]));
        Assert.Equal(
            [$"{task.TaskId}", "Finished", task.Fee.ToShortString(), "", "mock-model"],
            tuning.Cells("Get-ZgFineTuningTask $provider -Latest"));
    }

    [Fact]
    public void ModelThatNobodyAcknowledged_WarnsBlocksAndIsFreed()
    {
        Prepare("dev2");
        RunResult waited = _session.Run(
            "$global:task = New-ZgFineTuningTask $provider mock-model ./data.jsonl ./training.json -Queue -Wallet dev2; "
            + "$global:task = $task | Wait-ZgFineTuningTask -Wallet dev2; $task");
        dynamic task = waited.Single();
        Assert.Equal("Delivered", task.Delivery.ToString());
        Assert.NotNull(task.AcknowledgeBy);
        Assert.Contains(waited.Warnings, warning => warning.Contains("the key is gone then", StringComparison.Ordinal));

        // Received and not acknowledged, there is no key, and nothing else can be trained.
        _session.Run("$global:model = $task | Receive-ZgFineTunedModel -Destination ./early.bin -SkipAcknowledge -Wallet dev2")
            .AssertNoErrors();
        _session.Run("$model | Unprotect-ZgFineTunedModel -Destination ./early -Wallet dev2").SingleError("ZgModelKeyNotPublished");
        ErrorRecord blocked = _session.Run("New-ZgFineTuningTask $provider mock-model ./data.jsonl ./training.json -Queue -Wallet dev2")
            .SingleError("ZgDeliverableNotAcknowledged");
        Assert.Equal(
            $"Deliverable {task.TaskId} was never acknowledged and blocks new tasks. Acknowledge it.", blocked.Exception.Message);
        ErrorRecord late = _session.Run("$task | Stop-ZgFineTuningTask -Wallet dev2").SingleError("ZgTaskNotCancellable");
        Assert.StartsWith($"Task {task.TaskId} is Delivered;", late.Exception.Message, StringComparison.Ordinal);

        // Acknowledged unseen, it can be decrypted from the file that is there.
        dynamic freed = _session.Run("$task | Receive-ZgFineTunedModel -AcknowledgeOnly -Wallet dev2").Single();
        Assert.Equal("KeyPublished", freed.State.ToString());
        Assert.Null(freed.Path);
        Assert.NotNull(freed.Transaction);
        _session.Run("$model | Unprotect-ZgFineTunedModel -Destination ./early -Wallet dev2").AssertNoErrors();

        // What is there and acknowledged is neither received nor acknowledged again.
        dynamic again = _session.Run("$task | Receive-ZgFineTunedModel -Destination ./early.bin -Wallet dev2").Single();
        Assert.Equal("Disk", again.Source.ToString());
        Assert.Null(again.Transaction);
        string[] cells = tuning.Cells("$task | Receive-ZgFineTunedModel -Destination ./early.bin -Wallet dev2");
        Assert.Equal([$"{task.TaskId}", "KeyPublished", "Disk", tuning.Folder["early.bin"]], [cells[0], cells[1], cells[3], cells[4]]);

        // A file that was altered is neither taken for the model nor decrypted, and with -Force it is received anew.
        byte[] whole = File.ReadAllBytes(tuning.Folder["early.bin"]);
        File.WriteAllBytes(tuning.Folder["early.bin"], [.. whole[..^1], (byte)(whole[^1] ^ 1)]);
        _session.Run("$model | Unprotect-ZgFineTunedModel -Destination ./altered -Wallet dev2").SingleError("ZgModelFileAltered");
        _session.Run("$task | Receive-ZgFineTunedModel -Destination ./early.bin -Wallet dev2").SingleError("ZgTargetExists");
        _session.Run("$task | Receive-ZgFineTunedModel -Destination ./early.bin -Force -Wallet dev2").AssertNoErrors();
        Assert.Equal(whole, File.ReadAllBytes(tuning.Folder["early.bin"]));
    }

    [Fact]
    public void TwoModelsToOnePlace_ReplaceEachOtherNotEvenByForce()
    {
        Prepare("dev9");
        RunResult received = _session.Run("""
            $common = @{ Wallet = 'dev9' }
            $tune = {
                New-ZgFineTuningTask $provider mock-model ./data.jsonl ./training.json -Queue @common | Wait-ZgFineTuningTask @common
            }
            $global:one = & $tune
            $null = $one | Receive-ZgFineTunedModel -Destination ./first.bin @common
            $global:two = & $tune
            $one, $two | Receive-ZgFineTunedModel -Destination ./same.bin -Force @common
            """);

        // The first keeps its file, and the second is not paid for.
        received.SingleError("ZgTargetExists");
        Assert.Equal(tuning.Folder["same.bin"], Assert.Single(received.Output).Properties["Path"].Value);
        Assert.Equal(File.ReadAllBytes(tuning.Folder["first.bin"]), File.ReadAllBytes(tuning.Folder["same.bin"]));
        Assert.Equal(
            "Delivered", _session.Run("(Get-ZgFineTuningTask $provider $two.TaskId -Wallet dev9).Delivery").Single().ToString());

        RunResult decrypted = _session.Run("""
            $one, $two | Receive-ZgFineTunedModel -Destination ./pair -Wallet dev9 |
                Unprotect-ZgFineTunedModel -Destination ./both -Force -Wallet dev9
            """);
        decrypted.SingleError("ZgTargetExists");
        Assert.Equal(2, Directory.GetFiles(tuning.Folder["pair"]).Length);
        Assert.Single(decrypted.Output);
    }

    [Fact]
    public void ModelFromTheProvider_IsTheSame()
    {
        Prepare("dev3");
        _session.Run(
            "$global:task = New-ZgFineTuningTask $provider mock-model ./data.jsonl ./training.json -Queue -Route Provider -Wallet dev3 "
            + "| Wait-ZgFineTuningTask -Wallet dev3").AssertNoErrors();
        dynamic model = _session.Run("$task | Receive-ZgFineTunedModel -Destination ./lora.bin -Route Provider -Wallet dev3").Single();
        Assert.Equal("Provider", model.Source.ToString());
        _session.Run("$task | Receive-ZgFineTunedModel -Destination ./stored.bin -Route Storage -Wallet dev3").AssertNoErrors();
        Assert.Equal(File.ReadAllBytes(tuning.Folder["lora.bin"]), File.ReadAllBytes(tuning.Folder["stored.bin"]));
    }

    [Fact]
    public void MoneyInTheWrongSubAccount_SaysSo()
    {
        _session.Run("Add-ZgDeposit 3 -Wallet dev4; Move-ZgFund $provider 2 -Service Inference -Wallet dev4").AssertNoErrors();
        ErrorRecord error = _session.Run("New-ZgFineTuningTask $provider mock-model ./data.jsonl ./training.json -Queue -Wallet dev4")
            .SingleError("ZgSubAccountMissing");
        Assert.Contains("Your inference sub-account with it has 2 0G", error.Exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("New-ZgFineTuningTask $provider Qwen/mock-model ./data.jsonl ./training.json", "ZgModelNotOffered")]
    [InlineData("New-ZgFineTuningTask $provider mock-model ./no.jsonl ./training.json", "ZgFileNotFound")]
    [InlineData("New-ZgFineTuningTask $provider mock-model ./training.json ./training.json", "ZgDatasetInvalid")]
    [InlineData("New-ZgFineTuningTask $provider mock-model ./data.jsonl @{ learning_rate = 2 }", "ZgTrainingConfigInvalid")]
    [InlineData(
        "New-ZgFineTuningTask $provider mock-model -DatasetRoot 0x12 -TrainingConfig ./training.json -Queue -Wallet dev5", "ZgRootInvalid")]
    [InlineData(
        "New-ZgFineTuningTask $provider mock-model ./data.jsonl ./training.json -Queue -Wallet dev5 -MaxCost '1 neuron'", "ZgFeeTooHigh")]
    [InlineData("Get-ZgFineTuningTask $provider 00000000-0000-4000-8000-000000000001", "ZgTaskNotFound")]
    [InlineData("Get-ZgFineTuningTask $provider seven", "ZgTaskIdInvalid")]
    [InlineData("Get-ZgFineTuningLog $provider -Wallet dev5", "ZgTaskNotFound")]
    public void BadInput_IsToldBeforeAnythingIsPaid(string command, string id)
    {
        Prepare("dev5");
        _session.Run(command).SingleError(id);
        Assert.Empty(_session.Run("Get-ZgFineTuningTask $provider -Wallet dev5").Output);
    }

    [Fact]
    public void WhatIf_CreatesNothing()
    {
        Prepare("dev6");
        _session.Run("New-ZgFineTuningTask $provider mock-model ./data.jsonl ./training.json -Queue -Wallet dev6 -WhatIf").AssertNoErrors();
        Assert.Empty(_session.Run("Get-ZgFineTuningTask $provider -Wallet dev6").Output);
    }

    [Fact]
    public void Log_IsFollowedToTheDelivery()
    {
        Prepare("dev7");
        RunResult log = _session.Run(
            "New-ZgFineTuningTask $provider mock-model ./data.jsonl ./training.json -Queue -Wallet dev7 "
            + "| Get-ZgFineTuningLog -Wait -Wallet dev7");
        log.AssertNoErrors();
        Assert.Contains(log.Output, line => line.ToString().Contains("mock-model", StringComparison.Ordinal));
        Assert.Equal(
            "1", _session.Run("@(Get-ZgFineTuningLog $provider -Tail 1 -Wallet dev7).Count").Single().ToString());
    }

    [Fact]
    public void Adapter_AtAProviderThatServesNone_SaysSo()
    {
        Prepare("dev8");
        string publish = "Publish-ZgAdapter $provider 00000000-0000-4000-8000-000000000001 -Model mock-model -Wallet dev8";
        _session.Run(publish).SingleError("ZgSubAccountMissing");
        _session.Run("Move-ZgFund $provider 1 -Service Inference -Wallet dev8").AssertNoErrors();
        _session.Run(publish).SingleError("ZgAdapterUnsupported");
    }

    /// <summary>Money for a wallet of its own, so that the tests do not stand in each other's way.</summary>
    private void Prepare(string wallet) => _session.Run(
        $"if (-not (Get-ZgAccount -Wallet {wallet} -ErrorAction Ignore).SubAccounts) "
        + $"{{ Add-ZgDeposit 3 -Wallet {wallet}; Move-ZgFund $provider 2 -Service FineTuning -Wallet {wallet} }}").AssertNoErrors();
}
