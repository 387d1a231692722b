using ZeroG.Storage.Files;
using ZeroG.Storage.Submissions;
using ZeroG.Storage.Tests.Vectors;
using ZeroG.Storage.Transfer;
using ZeroG.Testing;

namespace ZeroG.Storage.Tests.Transfer;

/// <summary>One node, one Flow contract and a journal, and a file of five segments to send.</summary>
internal sealed class UploadBench : IDisposable
{
    public static readonly byte[] File = VectorInput.Generate("lcg32", (4 * FlowPadding.SegmentSize) + 1000);

    public UploadBench()
    {
        Flow = new ScriptedFlow(Node);
        Journal = new SubmissionJournal(Folder.Path, 16602, ScriptedNode.Flow);
    }

    public TempFolder Folder { get; } = new();

    public ScriptedNode Node { get; } = new();

    public ScriptedFlow Flow { get; }

    public SubmissionJournal Journal { get; }

    /// <summary>Submissions that the journal still remembers.</summary>
    public IEnumerable<string> Records => Directory.GetFiles(Folder.Path, "journal.jsonl", SearchOption.AllDirectories)
        .SelectMany(System.IO.File.ReadAllLines).Skip(1);

    public async Task<UploadResult> SendAsync(
        UploadOptions? options = null,
        SubmissionJournal? journal = null,
        ScriptedFlow? flow = null,
        NodeSet? nodes = null,
        FileSource? source = null,
        IProgress<TransferProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        using FileSource own = FileSource.FromBytes(File, "five.bin");
        using NodeSet ownNodes = await NodeSet.FromNodesAsync([Node.Client], mayFail: false, cancellationToken);
        FileUpload upload =
            new(flow ?? Flow, nodes ?? ownNodes, journal ?? Journal, options, new SkippingTimeProvider(TimeSpan.FromMinutes(1)));
        return await upload.SendAsync(source ?? own, progress, cancellationToken);
    }

    public void Dispose()
    {
        Journal.Dispose();
        Node.Dispose();
        Folder.Dispose();
    }
}
