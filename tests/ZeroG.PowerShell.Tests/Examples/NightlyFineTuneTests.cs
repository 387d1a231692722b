using ZeroG.PowerShell.Tests.Engine;
using ZeroG.Testing;

namespace ZeroG.PowerShell.Tests.Examples;

/// <summary>The nightly fine-tuning run, as an operator runs it.</summary>
public sealed class NightlyFineTuneTests : IDisposable
{
    private static readonly string Script = Path.Combine(Repository.Root, "examples", "nightly-fine-tune.ps1");

    private readonly UserHome _home = new();
    private readonly TempFolder _folder = new();
    private readonly ModuleSession _session = new(everyday: true);

    public NightlyFineTuneTests()
    {
        Directory.CreateDirectory(_folder["data"]);
        _session.SetLocation(_folder.Path);
        WriteDataset("monday");
        File.WriteAllText(
            _folder["training.json"],
            """
            {"neftune_noise_alpha":5,"num_train_epochs":1,"per_device_train_batch_size":2,"learning_rate":0.0002,"max_steps":-1}
            """);
        _session.Run(
            "Start-ZgDevNet -Name nights; $global:provider = (Get-ZgProvider -Service FineTuning)[0].Provider; Add-ZgDeposit 10")
            .AssertNoErrors();
    }

    public void Dispose()
    {
        _session.Run("Stop-ZgNode nights").AssertNoErrors();
        _session.Dispose();
        _folder.Dispose();
        _home.Dispose();
    }

    [Fact]
    public void Script_NightAfterNight_TrainsWhatIsNewAndTakesWhatWasLeft()
    {
        // Without money the night fails and says why; with -TopUp it moves what is missing, once.
        Assert.Equal("monday 0 models ZgSubAccountMissing exit 1", Night(""));
        Assert.Equal("monday 1 models  exit 0", Night("-TopUp 1"));
        Assert.Equal("monday 0 models  exit 0", Night("-TopUp 1"));
        Assert.Contains(
            Directory.GetFiles(_folder["models"], "*", SearchOption.AllDirectories),
            file => Path.GetFileName(file) == "adapter_config.json");

        // A run that was killed after the training left a model with a deadline; the next night takes it and trains what is new.
        _session.Run("New-ZgFineTuningTask $provider mock-model ./data/monday.jsonl ./training.json | Wait-ZgFineTuningTask")
            .AssertNoErrors();
        WriteDataset("tuesday");
        File.SetLastWriteTimeUtc(_folder[Path.Combine("data", "tuesday.jsonl")], DateTime.UtcNow.AddMinutes(1));
        Assert.Equal("tuesday 2 models  exit 0", Night(""));
    }

    private void WriteDataset(string word) => File.WriteAllLines(
        _folder[Path.Combine("data", $"{word}.jsonl")], Enumerable.Range(0, 12).Select(i => $$"""{"text":"{{word}} {{i}}"}"""));

    private string Night(string money)
    {
        RunResult run = _session.Run(
            $$"""
            $run = @{ Provider = $provider; Model = 'mock-model'; Path = './data'; TrainingConfig = './training.json' }
            $night = & '{{Script}}' @run -Destination '{{_folder["models"]}}' {{money}} -WarningAction SilentlyContinue
            "$($night.Dataset -replace '\.jsonl') $($night.Models.Count) models $($night.Failure) exit $([int]$LASTEXITCODE)"
            $global:LASTEXITCODE = 0
            """);
        return run.Output.Single().ToString();
    }
}
