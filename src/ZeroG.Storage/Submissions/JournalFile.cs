using System.Buffers;
using System.Text;
using ZeroG.Chain;

namespace ZeroG.Storage.Submissions;

/// <summary>
/// Lines of text that several processes add to one file. A line counts once its end is there, so whoever is killed while writing leaves
/// nothing that others could mistake. Each process reads only what was added since it last looked. The first line holds a random word that
/// changes when the file begins anew.
/// </summary>
/// <param name="path">The file; made when missing.</param>
/// <param name="time">Clock for waiting until another process has written.</param>
internal sealed class JournalFile(string path, TimeProvider time)
{
    private const byte LineEnd = (byte)'\n';
    private const int HeaderSize = 32 + 1;

    private static readonly SearchValues<byte> HexDigits = SearchValues.Create("0123456789abcdef"u8);

    // Nobody holds the file longer than a disk takes to write a few kilobytes.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    private readonly Lock _gate = new();
    private string _generation = "";
    private long _read;

    /// <summary>The file.</summary>
    public string Path => path;

    /// <summary>Runs with the file in the hands of this thread alone, among all threads and processes.</summary>
    /// <param name="use">What to do with it.</param>
    /// <exception cref="ZeroGException"><c>ZgJournalBusy</c>, <c>ZgJournalUnwritable</c>.</exception>
    public T Use<T>(Func<Access, T> use)
    {
        lock (_gate)
        {
            // The lock is a file of its own, because the file itself is exchanged when it has grown too large.
            using FileStream turn = Open(path + ".lock");
            using FileStream file = Open(path);
            try
            {
                return use(Read(file));
            }
            catch (IOException exception)
            {
                // A full disk, above all. What was to be written does not count, since its line has no end.
                throw SubmissionJournal.Unwritable(path, exception);
            }
        }
    }

    private Access Read(FileStream file)
    {
        string generation = ReadGeneration(file);
        bool began = generation != _generation;
        if (began)
        {
            _generation = generation;
            _read = HeaderSize;
        }

        byte[] added = new byte[file.Length - _read];
        file.Position = _read;
        file.ReadExactly(added);
        List<JournalLine> lines = [];
        int start = 0;
        for (int end; (end = Array.IndexOf(added, LineEnd, start)) >= 0; start = end + 1)
        {
            ArraySegment<byte> text = new(added, start, end - start);
            if (end + 1 == added.Length && text.AsSpan().Contains((byte)0))
            {
                // Without power a file can have its new length and not all of its new bytes. What the writer has seen flushed is whole.
                break;
            }

            lines.Add(new JournalLine(_read + start, text));
        }

        _read += start;
        return new Access(this, file, began, lines);
    }

    private string ReadGeneration(FileStream file)
    {
        byte[] header = new byte[HeaderSize];
        bool isWhole = file.ReadAtLeast(header, HeaderSize, throwOnEndOfStream: false) == HeaderSize;
        if (isWhole && header[^1] == LineEnd && header.AsSpan(0, HeaderSize - 1).IndexOfAnyExcept(HexDigits) < 0)
        {
            return Encoding.ASCII.GetString(header, 0, HeaderSize - 1);
        }

        // New, or its maker was killed, or the power went, before a line was in it. Anything else may hide what was paid.
        return !isWhole || IsBlank(file) ? Begin(file) : throw SubmissionJournal.Damaged(path, null);
    }

    private static bool IsBlank(FileStream file)
    {
        file.Position = 0;
        byte[] all = new byte[file.Length];
        file.ReadExactly(all);
        return all.AsSpan().IndexOfAnyExcept((byte)0) < 0;
    }

    private static string Begin(FileStream file)
    {
        string generation = Guid.NewGuid().ToString("N");
        file.SetLength(0);
        file.Position = 0;
        file.Write(Encoding.ASCII.GetBytes(generation + "\n"));
        file.Flush();
        return generation;
    }

    private FileStream Open(string name)
    {
        long start = time.GetTimestamp();
        while (true)
        {
            try
            {
                return OwnerOnlyFile.Open(name, FileMode.OpenOrCreate, FileShare.None);
            }
            catch (IOException exception) when (FileFault.IsBusy(exception))
            {
                if (time.GetElapsedTime(start) > LongestWait)
                {
                    throw new ZeroGException(
                        "ZgJournalBusy", ErrorKind.ResourceBusy,
                        $"Another process has kept '{name}' for more than a minute. End it, then try again.", name, exception);
                }

                Thread.Sleep(Pause);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw SubmissionJournal.Unwritable(name, exception);
            }
        }
    }

    /// <summary>The file while it is in this thread's hands.</summary>
    internal sealed class Access(JournalFile owner, FileStream file, bool began, IReadOnlyList<JournalLine> added)
    {
        /// <summary>Whether the file began anew since the last time.</summary>
        public bool Began => began;

        /// <summary>The lines that were added since.</summary>
        public IReadOnlyList<JournalLine> Added => added;

        /// <summary>Adds a line.</summary>
        /// <param name="text">Without line ends.</param>
        /// <param name="durable">True to return only when the line survives a loss of power.</param>
        public JournalLine Append(ReadOnlyMemory<byte> text, bool durable)
        {
            byte[] line = [.. text.Span, LineEnd];
            JournalLine place = new(owner._read, new ArraySegment<byte>(line, 0, text.Length));

            // What stands behind the last whole line was written by somebody who was killed meanwhile.
            file.SetLength(owner._read);
            file.Position = owner._read;
            file.Write(line);
            file.Flush(durable);
            owner._read += line.Length;
            return place;
        }

        /// <summary>Reads a line again.</summary>
        public byte[] Read(long position, int length)
        {
            byte[] text = new byte[length];
            file.Position = position;
            file.ReadExactly(text);
            return text;
        }

        /// <summary>Bytes of the file.</summary>
        public long Length => owner._read;

        /// <summary>Lets the file begin anew without any line.</summary>
        public void Clear()
        {
            owner._generation = Begin(file);
            owner._read = HeaderSize;
        }

        /// <summary>
        /// Lets the file begin anew with some lines. They are in the new file, and that on the disk, before it takes the old one's place.
        /// </summary>
        /// <returns>Where each of them begins now. This is the last use of the file.</returns>
        public long[] Rewrite(IReadOnlyList<byte[]> lines)
        {
            long[] places = new long[lines.Count];
            string generation;
            long length;
            using (FileStream fresh = OwnerOnlyFile.Open(owner.Path + ".new", FileMode.Create, FileShare.None))
            {
                generation = Begin(fresh);
                for (int i = 0; i < places.Length; i++)
                {
                    places[i] = fresh.Position;
                    fresh.Write([.. lines[i], LineEnd]);
                }

                fresh.Flush(flushToDisk: true);
                length = fresh.Position;
            }

            file.Dispose();
            File.Move(owner.Path + ".new", owner.Path, overwrite: true);
            (owner._generation, owner._read) = (generation, length);
            return places;
        }
    }
}
