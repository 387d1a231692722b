using System.Management.Automation;
using ZeroG.Compute.FineTuning.Datasets;
using ZeroG.PowerShell.Storage;
using ZeroG.Storage.Files;

namespace ZeroG.PowerShell.Compute.FineTuning;

/// <summary>Tests whether providers can train datasets, and says which lines they could not.</summary>
[Cmdlet(VerbsDiagnostic.Test, "ZgFineTuningDataset", DefaultParameterSetName = PathSet)]
[OutputType(typeof(CheckResult), typeof(bool))]
public sealed class TestZgFineTuningDatasetCommand : LocalFileCmdlet
{
    /// <summary>Emits one Boolean for each dataset.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    private protected override void TakeFile(LocalFile file) => RunItem(file.Given, async cancellationToken =>
    {
        DatasetReport report = await CheckAsync(file, cancellationToken);
        bool isName = DatasetCheck.IsName(file.Name);
        if (Quiet)
        {
            await EmitAsync(isName && report.IsValid);
            return;
        }

        string name = isName ? $"{file.Name} ends as providers want it." : $"{file.Name}: providers take .jsonl and .json.";
        await EmitAsync(new CheckResult("Name", isName, name, file.Given));
        foreach (DatasetFault fault in report.Faults)
        {
            await EmitAsync(new CheckResult($"Line {fault.Line}", false, fault.ToString(), file.Given));
        }

        await EmitAsync(new CheckResult("Lines", report.IsValid, Describe(report), file.Given));
        foreach (string advice in report.Advice)
        {
            Warn($"{file.Name}: {advice}");
        }
    });

    private async Task<DatasetReport> CheckAsync(LocalFile file, CancellationToken cancellationToken)
    {
        IProgress<long> progress = StartProgress($"Testing {file.Name}").Bytes("Testing", file.Look().Size);
        if (file.Path is { } path)
        {
            return await DatasetCheck.RunAsync(path, progress, cancellationToken);
        }

        using FileSource source = file.Open();
        byte[] content = new byte[source.Size];
        await source.ReadAsync(0, content, cancellationToken);
        return await DatasetCheck.RunAsync(new MemoryStream(content), file.Name, progress, cancellationToken);
    }

    private static string Describe(DatasetReport report) => report switch
    {
        { Lines: 0 } => "The dataset is empty. Write one example in JSON on each line.",
        { IsValid: false } => $"{report.FaultCount} of {report.Lines} lines are wrong, the first is line {report.Faults[0].Line}.",
        _ => $"{report.Examples} examples of {Words(report.Shape)}, "
            + $"about {report.EstimatedTokens} tokens by a quarter of their characters.",
    };

    private static string Words(DatasetShape? shape) => shape switch
    {
        DatasetShape.Instruction => "instruction, input and output",
        DatasetShape.Messages => "messages",
        _ => "text",
    };
}
