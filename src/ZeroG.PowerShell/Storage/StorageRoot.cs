using ZeroG.Chain;

namespace ZeroG.PowerShell.Storage;

/// <summary>
/// A root as it was given, read when its turn comes: a text that is no root is then an error of its own and does not end the others.
/// </summary>
public sealed class StorageRoot
{
    private readonly string _text;

    /// <summary>Takes <c>0x</c> and 64 hex digits.</summary>
    public StorageRoot(string text) => _text = text;

    /// <summary>Takes a root that was read before.</summary>
    public StorageRoot(Hash256 root) => _text = root.ToString();

    /// <summary>The root.</summary>
    /// <exception cref="ZeroGException"><c>ZgRootInvalid</c>: not 32 bytes of hex.</exception>
    public Hash256 Read() => Hash256.TryParse(_text, out Hash256 root)
        ? root
        : throw new ZeroGException(
            "ZgRootInvalid", ErrorKind.InvalidArgument,
            $"'{_text}' is no root of a file. A root is 0x and 64 hex digits; Get-ZgFileHash and Send-ZgFile show them.", _text);

    /// <summary>The text as it was given.</summary>
    public override string ToString() => _text;
}
