namespace ZeroG.PowerShell.Storage;

/// <summary>A piece of a file that comes through the pipeline instead of from disk.</summary>
public sealed class FileContent
{
    internal FileContent(byte[] bytes, bool isLine) => (Bytes, IsLine) = (bytes, isLine);

    /// <summary>The bytes, UTF-8 where they were text.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Whether it was text, which a line feed divides from the text before it.</summary>
    public bool IsLine { get; }
}
