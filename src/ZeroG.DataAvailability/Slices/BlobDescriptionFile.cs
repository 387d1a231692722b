using System.Text.Json;
using ZeroG.Chain;
using ZeroG.DataAvailability.Encoding;

namespace ZeroG.DataAvailability.Slices;

/// <summary>The file <c>blob.json</c> beside slices, which says what they belong to.</summary>
internal static class BlobDescriptionFile
{
    /// <summary>Name of the file.</summary>
    public const string Name = "blob.json";

    // 64 KiB; a file of ours has half of one.
    private const int MaximumSize = 64 << 10;

    private static readonly JsonSerializerOptions Form = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    };

    /// <summary>Its bytes.</summary>
    public static byte[] Write(BlobDescription blob)
    {
        Fields fields = new(blob.Name, blob.Size, blob.Root, blob.Commitment, blob.Shape.LogRows, blob.Shape.LogColumns);
        return [.. JsonSerializer.SerializeToUtf8Bytes(fields, Form), (byte)'\n'];
    }

    /// <summary>Reads the file of a folder; null when there is none.</summary>
    /// <exception cref="ZeroGException"><c>ZgBlobDescriptionInvalid</c>, <c>ZgFileUnreadable</c>.</exception>
    public static BlobDescription? Find(string folder)
    {
        string path = Path.Combine(folder, Name);
        try
        {
            return !File.Exists(path) ? null
                : new FileInfo(path).Length > MaximumSize ? throw Invalid(path, "it is too large")
                : Parse(path, File.ReadAllBytes(path));
        }
        catch (Exception failure) when (FileFault.Unreadable(path, failure) is { } unreadable)
        {
            throw unreadable;
        }
    }

    /// <summary>Reads the file's bytes; the path is for messages.</summary>
    /// <exception cref="ZeroGException"><c>ZgBlobDescriptionInvalid</c>.</exception>
    public static BlobDescription Parse(string path, ReadOnlySpan<byte> json)
    {
        try
        {
            Fields fields = JsonSerializer.Deserialize<Fields>(json, Form) ?? throw Invalid(path, "it is empty");
            MatrixShape shape = new(fields.LogRows, fields.LogColumns);
            return fields.Size < 0 || fields.Size > shape.MaxDataSize
                ? throw Invalid(path, $"no blob of this shape has {fields.Size} bytes")
                : new BlobDescription(fields.Name, fields.Size, fields.Root, fields.Commitment, shape);
        }
        catch (Exception failure) when (failure is JsonException or ArgumentException or FormatException)
        {
            throw Invalid(path, "a field is missing or wrong", failure);
        }
    }

    private static ZeroGException Invalid(string path, string why, Exception? cause = null) => new(
        "ZgBlobDescriptionInvalid", ErrorKind.InvalidData,
        $"'{path}' is no description of a blob: {why}. Copy it again, or remove it and name what the slices belong to.", path, cause);

    private sealed record Fields(string Name, long Size, Hash256 Root, ErasureCommitment Commitment, int LogRows, int LogColumns);
}
