using ZeroG.Chain;
using ZeroG.Storage.Encryption;

namespace ZeroG.Storage.Manifests;

/// <summary>
/// A list of what was stored, as a CSV file that grows by a line with each file: it says which files need not be looked at again. One
/// process at a time writes to it. A run that was killed loses at most the line that it was writing, which the next run takes out.
/// </summary>
public sealed class FileManifest : IDisposable
{
    // Lines reach the system at once, and so survive the end of this process; the disk gets them this often, and at the end.
    private static readonly TimeSpan FlushInterval = TimeSpan.FromSeconds(1);
    private static readonly StringComparer PathComparer =
        OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _places = new(PathComparer);
    private readonly List<ManifestFault> _faults = [];
    private readonly FileStream _lock;
    private readonly string _chain;
    private readonly string? _encryption;
    private readonly TimeProvider _time;
    private FileStream? _file;
    private CsvReader? _reader;
    private ManifestColumns _columns = ManifestColumns.New;
    private long _length;
    private bool _breakMissing;
    private long _flushed;

    private FileManifest(string path, FileStream locked, string chain, string? encryption, TimeProvider time)
    {
        Path = path;
        _lock = locked;
        _chain = chain;
        _encryption = encryption;
        _time = time;
        _flushed = time.GetTimestamp();
    }

    /// <summary>Full path.</summary>
    public string Path { get; }

    /// <summary>Lines that say nothing, in their order.</summary>
    public IReadOnlyList<ManifestFault> Faults => _faults;

    /// <summary>
    /// Number of the last line, which an interruption cut short; null when none was. It is taken out when a line is added.
    /// </summary>
    public int? TornLine { get; private set; }

    /// <summary>Files of this chain and encryption that it lists.</summary>
    public int Count => _places.Count;

    /// <summary>Opens a manifest for one writer; it need not exist, and comes to be with its first line.</summary>
    /// <param name="path">Path of the file, in a folder that exists.</param>
    /// <param name="chain">
    /// Which log the files go to, told apart for good: <see cref="Submissions.FlowClient.GetLogIdentityAsync"/> says it. Lines of others
    /// are kept and not looked at.
    /// </param>
    /// <param name="encryption">
    /// How the files are encrypted before they are sent (<see cref="EncryptionKey.Name"/>); null for not at all. A file that is stored
    /// in another way is not yet stored in this one, and its lines are kept and not looked at.
    /// </param>
    /// <param name="timeProvider">Clock; null for the system's.</param>
    /// <exception cref="ZeroGException">
    /// <c>ZgManifestBusy</c>: another process writes to it. <c>ZgManifestInvalid</c>: the file is something else.
    /// <c>ZgManifestUnusable</c>.
    /// </exception>
    public static FileManifest Open(string path, string chain, string? encryption = null, TimeProvider? timeProvider = null)
    {
        string full = System.IO.Path.GetFullPath(path);
        FileManifest manifest = new(full, Lock(full), chain, encryption, timeProvider ?? TimeProvider.System);
        try
        {
            if (File.Exists(full))
            {
                manifest.OpenFile(FileMode.Open);
                manifest.Load();
            }

            return manifest;
        }
        catch (Exception exception)
        {
            manifest.Dispose();
            throw exception is IOException or UnauthorizedAccessException ? Unusable(full, exception) : exception;
        }
    }

    /// <summary>Whether a path is this manifest or the file that keeps others from it; neither is to be stored.</summary>
    public bool IsOwn(string path) => PathComparer.Equals(path, Path) || PathComparer.Equals(path, LockPath(Path));

    /// <summary>The newest line of a file on this chain; null when there is none, or the file was another then.</summary>
    /// <param name="path">Full path.</param>
    /// <param name="size">Bytes now.</param>
    /// <param name="lastWriteTime">When the file was written last.</param>
    public ManifestLine? Find(string path, long size, DateTimeOffset lastWriteTime)
    {
        lock (_gate)
        {
            if (!_places.TryGetValue(path, out long place))
            {
                return null;
            }

            _reader!.Seek(place);
            ManifestLine line = _columns.Read(_reader.Read()!);
            return line.Size == size && line.LastWriteTime == lastWriteTime ? line : null;
        }
    }

    /// <summary>Adds a line. When it returns, the line survives the end of this process.</summary>
    /// <exception cref="ZeroGException">
    /// <c>ZgManifestUnusable</c>: the file cannot be written; nothing of the line is left in it.
    /// </exception>
    public void Append(ManifestLine line)
    {
        lock (_gate)
        {
            try
            {
                AppendLine(line);
                if (_time.GetElapsedTime(_flushed) >= FlushInterval)
                {
                    Flush();
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw Unusable(Path, exception);
            }
        }
    }

    /// <summary>Takes what is left to the disk and lets others in.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            try
            {
                Flush();
            }
            catch (IOException)
            {
                // A line that the disk loses costs another look at its file, and no second payment.
            }

            _file?.Dispose();
            _lock.Dispose();
        }
    }

    private static string LockPath(string path) => path + ".lock";

    private static FileStream Lock(string path)
    {
        try
        {
            // Beside the manifest, which others may go on reading.
            return new FileStream(
                LockPath(path), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw FileFault.IsBusy(exception)
                ? new ZeroGException(
                    "ZgManifestBusy", ErrorKind.ResourceBusy,
                    $"Another process is writing to the manifest '{path}'. Wait for it, or name another manifest.", path, exception)
                : Unusable(path, exception);
        }
    }

    private static ZeroGException Unusable(string path, Exception exception) => new(
        "ZgManifestUnusable", ErrorKind.WriteError,
        $"The manifest '{path}' cannot be used: {exception.Message} Check the folder, your permissions and the free space.",
        path, exception);

    private void OpenFile(FileMode mode)
    {
        _file = new FileStream(Path, mode, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        _reader = new CsvReader(_file);
        _length = _file.Length;
    }

    private void Load()
    {
        _reader!.SkipMark();
        IReadOnlyList<string>? header = _reader.Read();
        if (header is null || !_reader.Complete)
        {
            StartAnew();
            return;
        }

        try
        {
            _columns = ManifestColumns.Of(_reader.Fault is null ? header : throw new FormatException(_reader.Fault));
        }
        catch (FormatException exception)
        {
            throw NoManifest(exception.Message);
        }

        long? tornFrom = null;
        int faultsBefore = 0;
        while (_reader.Read() is { } values)
        {
            string? reason = Understand(values);
            if (reason is null)
            {
                // Whole lines follow: what seemed to be cut off at the end of the file only lacks a quotation mark.
                (tornFrom, TornLine) = (null, null);
                _breakMissing = !_reader.Complete;
                continue;
            }

            if (tornFrom is null && !_reader.Complete)
            {
                (tornFrom, faultsBefore, TornLine) = (_reader.Start, _faults.Count, _reader.Line);
            }

            _faults.Add(new ManifestFault(_reader.Line, reason));
        }

        if (tornFrom is { } end && _length - end <= CsvReader.LongestField)
        {
            _faults.RemoveRange(faultsBefore, _faults.Count - faultsBefore);
            _length = end;
        }
        else
        {
            TornLine = null;
        }
    }

    /// <summary>Takes up a line; gives the reason when it says nothing. An empty line is none.</summary>
    private string? Understand(IReadOnlyList<string> values)
    {
        if (_reader!.Fault is { } fault)
        {
            return fault;
        }

        if (values is [""] && _reader.Complete)
        {
            return null;
        }

        try
        {
            Remember(_columns.Read(values), _reader.Start);
            return null;
        }
        catch (FormatException exception)
        {
            return exception.Message;
        }
    }

    /// <summary>Takes a file without a whole first line: a run was killed that had only begun. Anything else is not touched.</summary>
    private void StartAnew()
    {
        byte[] there = new byte[(int)Math.Min(_length, ManifestColumns.New.Header.Length)];
        _file!.Position = 0;
        _file.ReadExactly(there);
        if (there.Length < _length || !ManifestColumns.New.Header.AsSpan().StartsWith(there))
        {
            throw NoManifest("its first line is not that of a manifest");
        }

        _length = 0;
    }

    private ZeroGException NoManifest(string reason) => new(
        "ZgManifestInvalid", ErrorKind.InvalidData,
        $"'{Path}' is no manifest of stored files: {reason}. Name another file.", Path);

    private void AppendLine(ManifestLine line)
    {
        if (_file is null)
        {
            OpenFile(FileMode.CreateNew);
        }

        byte[] before = _length == 0 ? _columns.Header : _breakMissing ? "\n"u8.ToArray() : [];
        byte[] bytes = [.. before, .. _columns.Write(line)];
        try
        {
            if (_file!.Length > _length)
            {
                _file.SetLength(_length);
            }

            _file.Position = _length;
            _file.Write(bytes);
        }
        catch
        {
            TakeBack();
            throw;
        }

        Remember(line, _length + before.Length);
        _length += bytes.Length;
        _breakMissing = false;
        TornLine = null;
    }

    private void Remember(ManifestLine line, long place)
    {
        if (line.Path is not null && line.Chain == _chain && line.Encryption == _encryption)
        {
            _places[line.Path] = place;
        }
    }

    // A full disk may have taken a part.
    private void TakeBack()
    {
        try
        {
            _file!.SetLength(_length);
        }
        catch (IOException)
        {
            // The next run finds the torn line and takes it out.
        }
    }

    private void Flush()
    {
        _file?.Flush(flushToDisk: true);
        _flushed = _time.GetTimestamp();
    }
}
