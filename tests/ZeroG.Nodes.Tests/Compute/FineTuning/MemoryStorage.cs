using ZeroG.Chain;
using ZeroG.Nodes.Compute.FineTuning;
using ZeroG.Storage.Files;
using ZeroG.Storage.Merkle;

namespace ZeroG.Nodes.Tests.Compute.FineTuning;

/// <summary>Storage in memory, under real roots, that fails and interrupts where a test wants it.</summary>
internal sealed class MemoryStorage : IModelStorage
{
    private readonly Dictionary<Hash256, byte[]> _files = [];

    /// <summary>Why nothing can be stored or fetched; null while it can.</summary>
    public ZeroGException? Failure { get; set; }

    /// <summary>Called before a file is fetched.</summary>
    public Func<Task> BeforeFetch { get; set; } = () => Task.CompletedTask;

    /// <summary>Called after a file was stored.</summary>
    public Action AfterStore { get; set; } = () => { };

    /// <summary>Files that were stored for the provider.</summary>
    public int Stored { get; private set; }

    public byte[] this[Hash256 root] => _files[root];

    public Hash256 Add(byte[] content)
    {
        using FileSource source = FileSource.FromBytes(content);
        Hash256 root = FileTree.BuildAsync(source).GetAwaiter().GetResult().Root;
        _files[root] = content;
        return root;
    }

    public async Task FetchAsync(Hash256 root, string path, long maximumSize, CancellationToken cancellationToken)
    {
        await BeforeFetch();
        cancellationToken.ThrowIfCancellationRequested();
        byte[] content = Failure is null && _files.TryGetValue(root, out byte[]? found)
            ? found
            : throw Failure ?? new ZeroGException("ZgFileUnknown", ErrorKind.ObjectNotFound, $"Nobody knows {root}. Store it.", root);
        if (content.Length > maximumSize)
        {
            throw new TaskFailedException($"dataset {root} is larger than allowed.");
        }

        await File.WriteAllBytesAsync(path, content, cancellationToken);
    }

    public async Task<Hash256> StoreAsync(string path, CancellationToken cancellationToken)
    {
        if (Failure is { } failure)
        {
            throw failure;
        }

        Hash256 root = Add(await File.ReadAllBytesAsync(path, cancellationToken));
        Stored++;
        AfterStore();
        cancellationToken.ThrowIfCancellationRequested();
        return root;
    }
}
