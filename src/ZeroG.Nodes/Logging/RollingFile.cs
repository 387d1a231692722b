using System.Text;

namespace ZeroG.Nodes.Logging;

/// <summary>
/// A text file that starts anew when it is full and keeps the one before it under the same name with <c>.1</c>. A disk that refuses a line
/// does not stop the node: the line is lost and the file is opened again with the next one.
/// </summary>
internal sealed class RollingFile(string path, long maximumSize = RollingFile.DefaultMaximumSize) : IDisposable
{
    /// <summary>8 MiB: some 80,000 lines, and with its predecessor 16 MiB on disk at most.</summary>
    public const long DefaultMaximumSize = 8 << 20;

    /// <summary>What is added to the name of the file before the present one.</summary>
    public const string PreviousSuffix = ".1";

    private StreamWriter? _writer;

    /// <summary>Appends a line and hands it to the system.</summary>
    public void WriteLine(string line)
    {
        try
        {
            _writer ??= Open();
            if (_writer.BaseStream.Position + line.Length >= maximumSize)
            {
                Roll();
            }

            _writer.WriteLine(line);
            _writer.Flush();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Dispose();
        }
    }

    public void Dispose()
    {
        StreamWriter? writer = _writer;
        _writer = null;
        try
        {
            writer?.Dispose();
        }
        catch (IOException)
        {
            // What could not be written is lost; the lines in memory remain.
        }
    }

    private void Roll()
    {
        Dispose();
        try
        {
            File.Move(path, path + PreviousSuffix, overwrite: true);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException && new FileInfo(path).Length < 2 * maximumSize)
        {
            // On Windows as long as somebody reads the file before this one. Up to twice the size, lines go on here meanwhile.
        }

        _writer = Open();
    }

    private StreamWriter Open()
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
        {
            Directory.CreateDirectory(folder);
        }

        FileStream stream = new(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        return new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
    }
}
