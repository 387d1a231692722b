using System.Text;
using System.Text.Json;

namespace ZeroG.Chain.Wallets;

/// <summary>The members of a version 3 keystore, read strictly where they matter and leniently where old tools differ.</summary>
internal sealed record KeystoreFile(Address? Address, KeystoreKdf Kdf, byte[] Iv, byte[] Ciphertext, byte[] Mac)
{
    public const string Cipher = "aes-128-ctr";
    public const int Version = 3;

    /// <summary>Reads the file without opening it.</summary>
    /// <exception cref="ZeroGException"><c>ZgKeystoreInvalid</c>.</exception>
    public static KeystoreFile Read(ReadOnlySpan<byte> json)
    {
        try
        {
            return Read(Parse(json));
        }
        catch (InvalidOperationException e)
        {
            throw Invalid("it holds text that is no Unicode", e);
        }
    }

    /// <summary>The address written in the file; null when there is none, or when the file is no keystore at all.</summary>
    public static Address? PeekAddress(ReadOnlySpan<byte> json)
    {
        try
        {
            return ReadAddress(Parse(json));
        }
        catch (Exception e) when (e is ZeroGException or InvalidOperationException)
        {
            return null;
        }
    }

    public static string Text(JsonElement parent, string name) =>
        Member(parent, name) is { ValueKind: JsonValueKind.String } member
            ? member.GetString()!
            : throw Invalid($"its member '{name}' is no text");

    public static int Number(JsonElement parent, string name) =>
        Member(parent, name) is { ValueKind: JsonValueKind.Number } member && member.TryGetInt32(out int number)
            ? number
            : throw Invalid($"its member '{name}' is no whole number");

    public static byte[] Bytes(JsonElement parent, string name) =>
        Hex.TryParseBytes(Text(parent, name), out byte[]? bytes) ? bytes : throw Invalid($"its member '{name}' is not hex");

    public static ZeroGException Invalid(string reason, Exception? cause = null) => new(
        "ZgKeystoreInvalid", ErrorKind.InvalidData,
        $"This is no keystore that can be opened: {ForeignText.Clean(reason)}. "
        + "Give a version 3 keystore file as geth or ethers write it.", null, cause);

    private static KeystoreFile Read(JsonElement root)
    {
        if (Number(root, "version") != Version)
        {
            throw Invalid($"its version is {Number(root, "version")}, not {Version}");
        }

        JsonElement crypto = Member(root, "crypto");
        if (Text(crypto, "cipher") != Cipher)
        {
            throw Invalid($"its cipher '{Text(crypto, "cipher")}' is not supported");
        }

        byte[] iv = Bytes(Member(crypto, "cipherparams"), "iv");
        byte[] ciphertext = Bytes(crypto, "ciphertext");
        byte[] mac = Bytes(crypto, "mac");
        return iv.Length == AesCounter.BlockSize && ciphertext.Length == 32 && mac.Length == 32
            ? new KeystoreFile(ReadAddress(root), KeystoreKdf.Read(Text(crypto, "kdf"), Member(crypto, "kdfparams")), iv, ciphertext, mac)
            : throw Invalid("its iv, ciphertext or mac has the wrong length");
    }

    private static JsonElement Parse(ReadOnlySpan<byte> json)
    {
        // Editors on Windows put a byte order mark before UTF-8.
        json = json.StartsWith(Encoding.UTF8.Preamble) ? json[Encoding.UTF8.Preamble.Length..] : json;
        try
        {
            return JsonElement.Parse(json) is { ValueKind: JsonValueKind.Object } root ? root : throw Invalid("it is no JSON object");
        }
        catch (JsonException e)
        {
            throw Invalid("it is no JSON", e);
        }
    }

    private static Address? ReadAddress(JsonElement root)
    {
        if (!TryGetMember(root, "address", out JsonElement member) || member.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        return member.ValueKind == JsonValueKind.String && Chain.Address.TryParse(member.GetString(), out Address address)
            ? address
            : throw Invalid("its address is none");
    }

    private static JsonElement Member(JsonElement parent, string name) =>
        TryGetMember(parent, name, out JsonElement member) ? member : throw Invalid($"its member '{name}' is missing");

    // Early clients wrote "Crypto"; the specification's examples do not agree on the case of other members either.
    private static bool TryGetMember(JsonElement parent, string name, out JsonElement member)
    {
        member = default;
        if (parent.ValueKind != JsonValueKind.Object || parent.TryGetProperty(name, out member))
        {
            return parent.ValueKind == JsonValueKind.Object;
        }

        foreach (JsonProperty property in parent.EnumerateObject())
        {
            if (property.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                member = property.Value;
                return true;
            }
        }

        return false;
    }
}
