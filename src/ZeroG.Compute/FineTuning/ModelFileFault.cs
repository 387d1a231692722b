using ZeroG.Chain;
using ZeroG.Storage.Files;

namespace ZeroG.Compute.FineTuning;

/// <summary>
/// Why a model file does not open. A tag alone does not tell a wrong key from an altered file, nor a signature a short file from a foreign
/// one; which chunks open, and whether the first bytes are those of a zip, does.
/// </summary>
internal static class ModelFileFault
{
    // Local file header, or the end of a zip without files.
    private static ReadOnlySpan<byte> ZipStart => "PK"u8;

    /// <summary>Finds the reason.</summary>
    /// <param name="reader">A file that the signer did not sign, or of which a chunk did not open.</param>
    /// <param name="signer">Who should have signed it.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<ZeroGException> FindAsync(ModelFileReader reader, Address signer, CancellationToken cancellationToken)
    {
        bool[] opened = await reader.ExamineAsync(cancellationToken);
        int firstShut = Array.IndexOf(opened, false);
        bool isKeyRight = opened.Contains(true) || IsZip(await reader.PeekAsync(ZipStart.Length + 2, cancellationToken));
        return (reader.IsSigned, firstShut < 0, isKeyRight) switch
        {
            (_, false, true) => Altered(reader.File, firstShut, opened.Length),
            (true, false, false) => KeyWrong(reader.File),
            (true, true, _) => reader.File.Changed(),
            _ => NotSigned(reader.File, signer),
        };
    }

    /// <summary><c>ZgModelFileTruncated</c>: no whole file has this size.</summary>
    public static ZeroGException Truncated(FileSource file) => new(
        "ZgModelFileTruncated", ErrorKind.InvalidData,
        $"'{Name(file)}' ends too early: {file.Size} bytes are no whole model file. Receive it again.", Name(file));

    private static bool IsZip(ReadOnlySpan<byte> start) =>
        start.StartsWith(ZipStart) && start[ZipStart.Length..] is [3, 4] or [5, 6];

    private static ZeroGException Altered(FileSource file, int chunk, int count) => new(
        "ZgModelFileAltered", ErrorKind.SecurityError,
        $"'{Name(file)}' was cut short or altered: part {chunk + 1} of {count} does not open with the key that fits the rest. "
        + "Receive it again.",
        Name(file));

    private static ZeroGException KeyWrong(FileSource file) => new(
        "ZgModelKeyWrong", ErrorKind.SecurityError,
        $"The key does not open '{Name(file)}': it is the key of another task, or the file was altered. Check the task, or receive the "
        + "file again.",
        Name(file));

    private static ZeroGException NotSigned(FileSource file, Address signer) => new(
        "ZgModelFileSigner", ErrorKind.SecurityError,
        $"The file was not signed by {signer}. Wrong file, or the provider changed its signer since training.", Name(file));

    private static string Name(FileSource file) => file.Path ?? file.Name;
}
