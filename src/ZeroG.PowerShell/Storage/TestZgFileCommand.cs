using System.Management.Automation;
using System.Runtime.CompilerServices;
using ZeroG.Chain;
using ZeroG.PowerShell.Pipeline;
using ZeroG.Storage.Files;
using ZeroG.Storage.Selection;
using ZeroG.Storage.Transfer;

namespace ZeroG.PowerShell.Storage;

/// <summary>Tests that files are on the network, complete and proven, and that local copies are the same.</summary>
[Cmdlet(VerbsDiagnostic.Test, "ZgFile")]
[OutputType(typeof(CheckResult), typeof(bool))]
public sealed class TestZgFileCommand : RootCmdlet
{
    private string? _localFile;

    /// <summary>A local file that should have the root.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Leaves the proof of every segment out.</summary>
    [Parameter]
    public SwitchParameter SkipProof { get; set; }

    /// <summary>Emits one Boolean per root.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    protected override async Task BeginAsync(CancellationToken cancellationToken)
    {
        _localFile = Path is null ? null : await AskAsync(() => FilePaths.ResolveLiteral(SessionState.Path, Path));
        await base.BeginAsync(cancellationToken);
    }

    private protected override async Task ProcessRootAsync(Hash256 root, CancellationToken cancellationToken)
    {
        bool all = true;
        await foreach (CheckResult check in ChecksAsync(root, cancellationToken))
        {
            all &= check.Passed;
            if (!Quiet)
            {
                await EmitAsync(check);
            }
        }

        if (Quiet)
        {
            await EmitAsync(all);
        }
    }

    private async IAsyncEnumerable<CheckResult> ChecksAsync(Hash256 root, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IReadOnlyList<NodeReport> reports = await Nodes.FindAsync(root, cancellationToken);
        NodeReport[] known = [.. reports.Where(report => report.Info is not null)];
        yield return Check("Known", known.Length > 0, $"Nodes that know the root: {known.Length} of {reports.Count}.");

        NodeReport[] holders = [.. known.Where(report => report.Info is { Finalized: true, Pruned: false })];
        bool available = ShardSelection.Covers(holders.Select(holder => holder.Node.Shard), 1);
        yield return Check("Available", available, $"Nodes that have finalized the file: {holders.Length} of {reports.Count}.");

        if (!SkipProof)
        {
            yield return await CheckAsync("Proven", () => ProveAsync(root, cancellationToken));
        }

        if (_localFile is not null)
        {
            yield return await CheckAsync("Local", () => CompareAsync(root, _localFile, cancellationToken));
        }

        CheckResult Check(string name, bool passed, string detail) => new(name, passed, detail, root);

        async Task<CheckResult> CheckAsync(string name, Func<Task<(bool Passed, string Detail)>> check)
        {
            try
            {
                (bool passed, string detail) = await check();
                return Check(name, passed, detail);
            }
            catch (ZeroGException failure)
            {
                return Check(name, passed: false, failure.Message);
            }
        }
    }

    private async Task<(bool Passed, string Detail)> ProveAsync(Hash256 root, CancellationToken cancellationToken)
    {
        TransferWatch watch = new(StartProgress($"Testing {root.ToShortString()}"), Verbose, Warn);
        long segments = await new FileCheck(Nodes).ProveAsync(root, watch, cancellationToken);
        return (true, $"Segments that came with a proof of the root: {segments} of {segments}.");
    }

    private async Task<(bool Passed, string Detail)> CompareAsync(Hash256 root, string path, CancellationToken cancellationToken)
    {
        using FileSource file = FileSource.Open(path);
        PipelineProgress progress = StartProgress($"Hashing {file.Name}");
        FileHash local = await FileHash.ComputeAsync(file, progress.Bytes("Hashing", file.Size), cancellationToken);
        return (local.Root == root, local.Root == root ? $"'{path}' has the root." : $"'{path}' has the root {local.Root}.");
    }
}
