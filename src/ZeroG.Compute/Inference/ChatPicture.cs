namespace ZeroG.Compute.Inference;

/// <summary>A picture that goes with a message, or is to be edited.</summary>
/// <param name="Bytes">The file as it is.</param>
/// <param name="Name">Its name, whose extension says the format: <c>.png</c>, <c>.jpg</c>, <c>.webp</c> or <c>.gif</c>.</param>
public sealed record ChatPicture(byte[] Bytes, string Name)
{
    /// <summary>The format by the first bytes, or else by the name.</summary>
    public string MediaType => Bytes switch
    {
        [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => "image/png",
        [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', ..] => "image/gif",
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => "image/webp",
        _ => Path.GetExtension(Name).ToLowerInvariant() switch
        {
            ".jpg" or ".jpeg" => "image/jpeg",
            ".webp" => "image/webp",
            ".gif" => "image/gif",
            _ => "image/png",
        },
    };
}
