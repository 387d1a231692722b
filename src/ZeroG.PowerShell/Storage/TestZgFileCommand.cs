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

    /// <summary>Emits one Boolean per file.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    protected override async Task BeginAsync(CancellationToken cancellationToken)
    {
        _localFile = Path is null ? null : await AskAsync(() => FilePaths.ResolveOne(SessionState.Path, Path));
        await base.BeginAsync(cancellationToken);
    }

    private protected override async Task ProcessFileAsync(IReadOnlyList<Hash256> roots, CancellationToken cancellationToken)
    {
        bool all = true;
        long start = 0;
        for (int i = 0; i < roots.Count; i++)
        {
            Hash256 root = roots[i];
            IReadOnlyList<NodeReport> reports = await Nodes.FindAsync(root, cancellationToken);
            NodeReport[] known = [.. reports.Where(report => report.Info is not null)];
            Part part = new(
                root, start, roots.Count == 1 ? null : known.FirstOrDefault()?.Info!.Transaction.Size ?? 0, i == roots.Count - 1);
            await foreach (CheckResult check in ChecksAsync(part, reports, known, cancellationToken))
            {
                all &= check.Passed;
                if (!Quiet)
                {
                    await EmitAsync(check);
                }
            }

            start += part.Size ?? 0;
        }

        if (Quiet)
        {
            await EmitAsync(all);
        }
    }

    private async IAsyncEnumerable<CheckResult> ChecksAsync(
        Part part, IReadOnlyList<NodeReport> reports, NodeReport[] known, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Hash256 root = part.Root;
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
            yield return await CheckAsync("Local", () => CompareAsync(part, _localFile, cancellationToken));
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

    private async Task<(bool Passed, string Detail)> CompareAsync(Part part, string path, CancellationToken cancellationToken)
    {
        using FileSource file = FileSource.Open(path);
        if (part.Size is { } size && (size == 0 || part.Start + size > file.Size || (part.IsLast && part.Start + size < file.Size)))
        {
            return (false, $"'{path}' has {file.Size} bytes and no such fragment from byte {part.Start} on.");
        }

        using FileSource bytes = part.Size is { } length ? file.Slice(part.Start, length) : file;
        PipelineProgress progress = StartProgress($"Hashing {file.Name}");
        Hash256 local = (await FileHash.ComputeAsync(bytes, progress.Bytes("Hashing", bytes.Size), cancellationToken)).Root;
        return (local == part.Root, local == part.Root ? $"'{path}' has the root." : $"'{path}' has the root {local}.");
    }

    /// <summary>A fragment of a file.</summary>
    /// <param name="Root">Its root.</param>
    /// <param name="Start">Where it begins in the file.</param>
    /// <param name="Size">Its bytes, 0 when no node knows it; null for a file that is stored whole.</param>
    /// <param name="IsLast">Whether the file ends with it.</param>
    private readonly record struct Part(Hash256 Root, long Start, long? Size, bool IsLast);
}
