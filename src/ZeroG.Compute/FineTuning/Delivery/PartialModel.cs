using ZeroG.Chain;
using ZeroG.Storage.Files;

namespace ZeroG.Compute.FineTuning.Delivery;

/// <summary>
/// A model on its way from a provider, <c>name.part</c>: its bytes and nothing else, since only the hash of the whole tells what they are
/// worth. Closed before it is kept, it stays for the next run, unless there is nothing in it.
/// </summary>
internal sealed class PartialModel : IAsyncDisposable
{
    private readonly string _path;
    private readonly string _target;
    private bool _kept;

    private PartialModel(string path, string target, FileStream content)
    {
        (_path, _target, Content) = (path, target, content);
        IsResumed = content.Length > 0;
    }

    /// <summary>What is there, to write to.</summary>
    public FileStream Content { get; }

    /// <summary>Whether bytes of an earlier run were there when it was opened, and are still.</summary>
    public bool IsResumed { get; private set; }

    /// <summary>Bytes that are there.</summary>
    public long Size => Content.Length;

    /// <summary>Opens what an earlier run left, or begins.</summary>
    /// <exception cref="ZeroGException"><c>ZgTargetBusy</c>, <c>ZgWriteFailed</c>.</exception>
    public static PartialModel Open(string target)
    {
        string path = target + ".part";
        try
        {
            return new PartialModel(path, target, new FileStream(
                path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, useAsync: true));
        }
        catch (Exception failure) when (FileFault.IsRefusal(failure))
        {
            throw FileFault.IsBusy(failure)
                ? new ZeroGException(
                    "ZgTargetBusy", ErrorKind.ResourceBusy, $"'{path}' is being written by another download. Wait for that one.", path,
                    failure)
                : NewFile.WriteFailed(target, failure);
        }
    }

    /// <summary>What is there, to read from; valid as long as this object.</summary>
    public FileSource OpenRead() => FileSource.FromHandle(Content.SafeFileHandle, _path, Size);

    /// <summary>Begins again.</summary>
    public void Clear()
    {
        Content.SetLength(0);
        IsResumed = false;
    }

    /// <summary>Takes it to the disk and gives it its name.</summary>
    /// <exception cref="ZeroGException"><c>ZgTargetExists</c>, <c>ZgWriteFailed</c>.</exception>
    public void Keep(bool overwrite)
    {
        if (!overwrite && File.Exists(_target))
        {
            throw NewFile.TargetExists(_target);
        }

        try
        {
            Content.Flush(flushToDisk: true);
            Content.Dispose();
            FileMove.To(_path, _target, overwrite);
            _kept = true;
        }
        catch (Exception failure) when (FileFault.IsRefusal(failure))
        {
            throw NewFile.WriteFailed(_target, failure);
        }
    }

    public async ValueTask DisposeAsync()
    {
        bool isEmpty = !_kept && Content.CanSeek && Content.Length == 0;
        await Content.DisposeAsync();
        if (isEmpty)
        {
            try
            {
                File.Delete(_path);
            }
            catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException)
            {
                // The failure that led here says more.
            }
        }
    }
}
