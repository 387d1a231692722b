using System.Buffers.Binary;
using ZeroG.Chain;
using ZeroG.Storage.Nodes;

namespace ZeroG.Nodes.Storage;

/// <summary>
/// The folder of a storage node: <c>database/</c>, <c>segments/</c> and the log file. It remembers for which shard and network it was made
/// and is not opened for another. Without a path it is a temporary folder that goes with the node.
/// </summary>
internal sealed class DataFolder : IDisposable
{
    private static readonly EnumerationOptions Everything = new() { RecurseSubdirectories = true, IgnoreInaccessible = true };

    private readonly bool _temporary;

    public DataFolder(string? path)
    {
        _temporary = path is null;
        Path = path ?? Directory.CreateTempSubdirectory("zerog-storage-").FullName;
    }

    /// <summary>Where it lies.</summary>
    public string Path { get; }

    /// <summary>Folder of the database.</summary>
    public string DatabasePath => System.IO.Path.Combine(Path, "database");

    /// <summary>Folder of the segment files.</summary>
    public string SegmentsPath => System.IO.Path.Combine(Path, "segments");

    /// <summary>Bytes of all files in it; a preallocated file counts whole.</summary>
    public long UsedBytes
    {
        get
        {
            long sum = 0;
            foreach (System.IO.FileInfo file in new DirectoryInfo(Path).EnumerateFiles("*", Everything))
            {
                try
                {
                    sum += file.Length;
                }
                catch (IOException)
                {
                    // The database deletes files as it goes.
                }
            }

            return sum;
        }
    }

    /// <summary>Bytes that this user may still write where it lies.</summary>
    public long FreeBytes => new DriveInfo(Path).AvailableFreeSpace;

    /// <summary>Marks a new folder; checks a used one.</summary>
    /// <exception cref="ZeroGException"><c>ZgDataFolder</c>: the folder belongs to another format, shard or network.</exception>
    public void Claim(FlowDatabase database, ShardConfig shard, long chainId, Address flow)
    {
        byte[] format = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(format, FlowDatabase.FormatVersion);
        byte[] shardValue = new byte[2 * sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(shardValue, shard.ShardId);
        BinaryPrimitives.WriteInt64BigEndian(shardValue.AsSpan(sizeof(long)), shard.NumShard);
        byte[] network = new byte[sizeof(long) + Address.Size];
        BinaryPrimitives.WriteInt64BigEndian(network, chainId);
        flow.Bytes.CopyTo(network.AsSpan(sizeof(long)));
        using FlowBatch batch = database.Begin();
        Check(database, batch, FlowKeys.Format, format, "another version of this software");
        Check(database, batch, FlowKeys.Shard, shardValue, "another shard");
        Check(database, batch, FlowKeys.Network, network, "another network");
        batch.Commit(durable: true);
    }

    public void Dispose()
    {
        if (_temporary)
        {
            Directory.Delete(Path, recursive: true);
        }
    }

    private void Check(FlowDatabase database, FlowBatch batch, byte name, byte[] expected, string other)
    {
        byte[] key = FlowKeys.Of(FlowKeys.Meta, name);
        if (database.Get(key) is not { } stored)
        {
            batch.Put(key, expected);
        }
        else if (!stored.AsSpan().SequenceEqual(expected))
        {
            throw new ZeroGException(
                "ZgDataFolder", ErrorKind.InvalidData,
                $"{Path} was made by a node of {other}. Use it with the same settings as before, or choose another -DataPath.",
                Path);
        }
    }
}
