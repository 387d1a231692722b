using System.IO.Compression;
using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Chain.Networks;
using ZeroG.Testing;

namespace ZeroG.Interop.Tests.Compute;

/// <summary>A user of the official SDK who has a model fine-tuned.</summary>
internal static class TuningScript
{
    private const string Configuration = """
        {
          "neftune_noise_alpha": 5, "num_train_epochs": 1, "per_device_train_batch_size": 2, "learning_rate": 0.0002, "max_steps": 3
        }
        """;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Puts dataset and configuration into a folder.</summary>
    public static async Task PrepareAsync(TempFolder folder)
    {
        await File.WriteAllLinesAsync(folder["train.jsonl"], Enumerable.Range(0, 20).Select(Example), Cancel);
        await File.WriteAllTextAsync(folder["config.json"], Configuration, Cancel);
    }

    /// <summary>Runs the script to its end, and looks at the task, its log and the model in the folder.</summary>
    /// <param name="packages">Where the script is.</param>
    /// <param name="folder">With dataset and configuration.</param>
    /// <param name="network">The chain and the contracts on it.</param>
    /// <param name="provider">Who trains, or would.</param>
    public static async Task<JsonElement> RunAsync(NodePackages packages, TempFolder folder, Network network, Address provider)
    {
        string[] arguments =
        [
            network.RpcUri.ToString(), provider.ToString(), "zerog-stand-in", folder["train.jsonl"], folder["config.json"], folder.Path,
            $"{network.LedgerAddress}", $"{network.InferenceAddress}", $"{network.FineTuningAddress}",
        ];
        JsonElement facts = await packages.RunScriptAsync("compute-tune.js", arguments, ComputeSdkTests.UserKey);

        string task = facts.GetProperty("task").GetString()!;
        Assert.Equal($"""[["{task}",true,true]]""", facts.GetProperty("deliverables").GetRawText());
        Assert.Contains("stand-in", facts.GetProperty("log").GetString(), StringComparison.Ordinal);
        using ZipArchive model = await ZipFile.OpenReadAsync(folder["model.zip"], Cancel);
        Assert.Contains(model.Entries, entry => entry.FullName.EndsWith("adapter_model.safetensors", StringComparison.Ordinal));
        return facts;
    }

    private static string Example(int number) =>
        $$"""{"messages":[{"role":"user","content":"Question {{number}}?"},{"role":"assistant","content":"Answer {{number}}."}]}""";
}
