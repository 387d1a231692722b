using System.Collections.Concurrent;
using ZeroG.Chain;
using ZeroG.Chain.JsonRpc;
using ZeroG.Nodes.Logging;
using ZeroG.Storage.Indexers;
using ZeroG.Storage.Nodes;
using ZeroG.Storage.Selection;

namespace ZeroG.Nodes.Indexer;

/// <summary>
/// Which nodes have a file (storage specification section 6.1). Trusted nodes are asked first; when they do not have all of it between
/// them, the discovery node's hearsay is followed, and after that it is told to look for the file. An indexer without trusted nodes asks
/// those it has discovered.
/// </summary>
internal sealed class FileHolders(
    IndexerNodeOptions options, TrustedNodes trusted, DiscoveredNodes discovered, NodeAccess access, NodeLog log)
{
    // Hearsay of one file that is followed at most.
    private const int MaximumLocations = 1000;

    // The official indexer's times: a search costs the whole network something, and what a node said of a file holds for a while.
    private static readonly TimeSpan SearchPause = TimeSpan.FromMinutes(60);
    private static readonly TimeSpan VerdictLifetime = TimeSpan.FromMinutes(10);

    // Kept for each file and node: that a node has one file says nothing of another.
    private readonly ExpiringCache<long, HolderList> _files = new(options.FileCacheSize, options.FileCacheExpiry, access.Time);
    private readonly ExpiringCache<Uri, bool> _silent = new(options.FileCacheSize, VerdictLifetime, access.Time);
    private readonly ExpiringCache<long, bool> _searched = new(options.FileCacheSize, SearchPause, access.Time);
    private readonly ConcurrentDictionary<long, Lazy<Task<IReadOnlyList<IndexedNode>?>>> _running = new();

    /// <summary>The nodes that have a file and cover all its shards; null while it is looked for.</summary>
    /// <param name="root">The file.</param>
    /// <param name="stopping">
    /// Cancelled when the indexer stops; a question that several clients ask at once does not end with the first.
    /// </param>
    /// <param name="cancellationToken">Cancelled when the caller is gone.</param>
    /// <exception cref="JsonRpcException"><c>file not found</c>, or <c>file info not found</c>.</exception>
    public async Task<IReadOnlyList<IndexedNode>?> FindAsync(Hash256 root, CancellationToken stopping, CancellationToken cancellationToken)
    {
        long sequence = await FindSequenceAsync(root, cancellationToken).ConfigureAwait(false)
            ?? throw new JsonRpcException(JsonRpcErrorCode.ServerError, "file not found");
        Lazy<Task<IReadOnlyList<IndexedNode>?>> search = _running.GetOrAdd(sequence, new Lazy<Task<IReadOnlyList<IndexedNode>?>>(
            async () =>
            {
                try
                {
                    return await FindAsync(sequence, stopping).ConfigureAwait(false);
                }
                finally
                {
                    _running.TryRemove(sequence, out _);
                }
            }));
        return await search.Value.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private IReadOnlyList<Uri> Sources() => trusted.Uris.Count > 0 ? trusted.Uris : [.. discovered.Nodes.Select(node => new Uri(node.Url))];

    // Several entries may have one root; one that a node has completely is worth more than an earlier answer.
    private async Task<long?> FindSequenceAsync(Hash256 root, CancellationToken cancellationToken)
    {
        ZeroG.Storage.Nodes.FileInfo?[] answers = await AskAsync(
            Sources(),
            async (uri, token) =>
            {
                using StorageNodeClient client = access.Connect(uri);
                return await client.GetFileInfoAsync(root, needAvailable: true, token).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        ZeroG.Storage.Nodes.FileInfo? best = answers.FirstOrDefault(info => info is { Finalized: true })
            ?? answers.FirstOrDefault(info => info is not null);
        return best?.Transaction.Sequence;
    }

    private async Task<IReadOnlyList<IndexedNode>?> FindAsync(long sequence, CancellationToken cancellationToken)
    {
        HolderList holders = _files.TryGet(sequence, out HolderList? kept) ? kept : new HolderList(access.Time, VerdictLifetime);
        await RefreshAsync(holders, sequence, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<Uri> sources = Sources();
        NodeVerdict[] verdicts = await AskAsync(
            sources,
            (uri, token) => holders.Has(uri) ? Task.FromResult(new NodeVerdict(true, null)) : access.JudgeAsync(uri, sequence, token),
            cancellationToken).ConfigureAwait(false);
        foreach ((Uri uri, NodeVerdict verdict) in sources.Zip(verdicts))
        {
            holders.Note(uri, verdict.Holder);
        }

        if (holders.Count == 0 && !Array.Exists(verdicts, verdict => verdict.Knows))
        {
            throw new JsonRpcException(JsonRpcErrorCode.ServerError, "file info not found");
        }

        if (!Covers(holders) && options.DiscoveryNode is not null)
        {
            await FollowHearsayAsync(holders, sequence, cancellationToken).ConfigureAwait(false);
        }

        if (!Covers(holders))
        {
            return null;
        }

        if (kept is null)
        {
            _files.Set(sequence, holders);
        }

        return holders.Nodes;
    }

    private static bool Covers(HolderList holders) => ShardSelection.Covers(holders.Nodes.Select(node => node.Config), replicas: 1);

    private Task<T?[]> AskAsync<T>(
        IReadOnlyList<Uri> sources, Func<Uri, CancellationToken, Task<T>> ask, CancellationToken cancellationToken) =>
        trusted.Uris.Count > 0
        ? trusted.AskAllAsync(ask, cancellationToken)
        : AskSomeAsync(sources, ask, cancellationToken);

    private static async Task<T?[]> AskSomeAsync<T>(
        IReadOnlyList<Uri> uris, Func<Uri, CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
    {
        T?[] answers = new T?[uris.Count];
        ParallelOptions limits = new() { MaxDegreeOfParallelism = NodeAccess.Parallelism, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, uris.Count, limits, async (number, token) =>
        {
            try
            {
                answers[number] = await ask(uris[number], token).ConfigureAwait(false);
            }
            catch (ZeroGException)
            {
                // Whoever was discovered may be gone the next moment.
            }
        }).ConfigureAwait(false);
        return answers;
    }

    // Holders whose verdict is old are asked again, and those that are gone or have dropped the file go.
    private async Task RefreshAsync(HolderList holders, long sequence, CancellationToken cancellationToken)
    {
        IReadOnlyList<Uri> old = holders.Outdated;
        NodeVerdict[] verdicts = await AskSomeAsync(
            old, (uri, token) => access.JudgeAsync(uri, sequence, token), cancellationToken).ConfigureAwait(false);
        foreach ((Uri uri, NodeVerdict verdict) in old.Zip(verdicts))
        {
            holders.Replace(uri, verdict.Holder);
        }
    }

    private async Task FollowHearsayAsync(HolderList holders, long sequence, CancellationToken cancellationToken)
    {
        using StorageAdminClient admin = access.ConnectAdmin(options.DiscoveryNode!);
        try
        {
            IReadOnlyList<FileLocation> locations = await admin.GetFileLocationAsync(
                sequence, allShards: false, cancellationToken).ConfigureAwait(false);
            ParallelOptions limits = new() { MaxDegreeOfParallelism = NodeAccess.Parallelism, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(
                locations.Select(location => location.Ip).Distinct().Take(MaximumLocations), limits,
                (ip, token) => new ValueTask(LookBehindAsync(holders, ip, sequence, token))).ConfigureAwait(false);
            if (!Covers(holders) && !_searched.TryGet(sequence, out _))
            {
                // Noted before it is sent, or clients that ask meanwhile would send it too.
                _searched.Set(sequence, true);
                IndexerLog.FileSearched(log, sequence);
                await admin.FindFileAsync(sequence, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (ZeroGException failure)
        {
            // The discovery node may come back within the hour.
            _searched.Remove(sequence);
            IndexerLog.SearchFailed(log, sequence, failure);
        }
    }

    private async Task LookBehindAsync(HolderList holders, string ip, long sequence, CancellationToken cancellationToken)
    {
        foreach (Uri candidate in discovered.Candidates(ip))
        {
            if (holders.Has(candidate))
            {
                return;
            }

            if (_silent.TryGet(candidate, out _))
            {
                continue;
            }

            try
            {
                NodeVerdict verdict = await access.JudgeAsync(candidate, sequence, cancellationToken).ConfigureAwait(false);
                holders.Note(candidate, verdict.Holder);
                if (verdict.Holder is not null)
                {
                    return;
                }
            }
            catch (ZeroGException)
            {
                _silent.Set(candidate, true);
            }
        }
    }
}
