using ZeroG.PowerShell.Tests.Engine;
using ZeroG.Testing;

namespace ZeroG.PowerShell.Tests.Compute.FineTuning;

/// <summary>
/// A session on a development network with a fine-tuning provider in <c>$provider</c>, money in its sub-account, a dataset and a training
/// configuration at the session's location.
/// </summary>
public sealed class TuningSession : IDisposable
{
    /// <summary>A configuration that providers take.</summary>
    public const string Config =
        "@{ neftune_noise_alpha = 5; num_train_epochs = 2; per_device_train_batch_size = 2; learning_rate = 0.0002; max_steps = -1 }";

    private readonly UserHome _home = new();

    public TuningSession()
    {
        Session = new ModuleSession(everyday: true);
        Session.SetLocation(Folder.Path);
        WriteDataset("data.jsonl", "first");
        File.WriteAllText(
            Folder["training.json"],
            """
            {"neftune_noise_alpha":5,"num_train_epochs":2,"per_device_train_batch_size":2,"learning_rate":0.0002,"max_steps":-1}
            """);
        Session.Run(
            """
            Start-ZgDevNet -Name tuning
            $global:provider = (Get-ZgProvider -Service FineTuning)[0].Provider
            Add-ZgDeposit 10
            Move-ZgFund $provider 5 -Service FineTuning
            """).AssertNoErrors();
    }

    /// <summary>The session's location.</summary>
    internal TempFolder Folder { get; } = new();

    /// <summary>The session, whose wallet is dev0.</summary>
    internal ModuleSession Session { get; }

    /// <summary>Writes a dataset of a dozen examples, told from others by a word.</summary>
    public void WriteDataset(string name, string word) => File.WriteAllLines(
        Folder[name],
        Enumerable.Range(0, 12).Select(i => $$"""{"instruction":"Say {{word}} {{i}}","input":"","output":"{{word}} {{i}}"}"""));

    /// <summary>What a table of objects shows, cell by cell.</summary>
    /// <param name="script">Emits the objects.</param>
    internal string[] Cells(string script)
    {
        RunResult result = Session.Run(
            $"({script} | Format-Table).formatEntryInfo | ForEach-Object {{ $_.formatPropertyFieldList }} "
            + "| ForEach-Object { $_.propertyValue }");
        result.AssertNoErrors();
        return [.. result.Output.Select(cell => $"{cell}")];
    }

    public void Dispose()
    {
        Session.Run("Stop-ZgNode tuning").AssertNoErrors();
        Session.Dispose();
        Folder.Dispose();
        _home.Dispose();
    }
}
