using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ZeroG.Cryptography.KeyDerivation;

namespace ZeroG.Chain.Wallets;

/// <summary>How a keystore makes its derived key: scrypt, or PBKDF2 with HMAC-SHA256, with the costs and the salt of the file.</summary>
internal sealed class KeystoreKdf
{
    /// <summary>Bytes of the derived key. The format could say more, but uses 32.</summary>
    private const int DerivedSize = 32;

    // A file asks for memory and time before its password is checked. The largest costs in use are geth's 256 MiB (n 262144, r 8) and a few
    // million rounds of PBKDF2; four and ten times that is more than any real file needs and still bearable. All passes count together,
    // since each of them takes its memory anew.
    private const long MaxScryptMemory = 1L << 30;
    private const int MaxRounds = 20_000_000;

    private readonly KeystoreCost? _scrypt;
    private readonly int _rounds;
    private readonly byte[] _salt;

    public KeystoreKdf(KeystoreCost cost, byte[] salt)
    {
        _scrypt = cost;
        _salt = salt;
    }

    private KeystoreKdf(int rounds, byte[] salt)
    {
        _rounds = rounds;
        _salt = salt;
    }

    /// <summary>Reads <c>kdf</c> and <c>kdfparams</c>.</summary>
    /// <exception cref="ZeroGException"><c>ZgKeystoreInvalid</c>.</exception>
    public static KeystoreKdf Read(string name, JsonElement parameters)
    {
        byte[] salt = KeystoreFile.Bytes(parameters, "salt");
        if (KeystoreFile.Number(parameters, "dklen") != DerivedSize)
        {
            throw KeystoreFile.Invalid("its derived key is not 32 bytes long");
        }

        switch (name)
        {
            case "scrypt":
                KeystoreCost cost = new(
                    KeystoreFile.Number(parameters, "n"), KeystoreFile.Number(parameters, "r"), KeystoreFile.Number(parameters, "p"));
                return IsBearable(cost)
                    ? new KeystoreKdf(cost, salt)
                    : throw KeystoreFile.Invalid($"its scrypt costs n {cost.N}, r {cost.R}, p {cost.P} are out of range");

            case "pbkdf2" when KeystoreFile.Text(parameters, "prf") == "hmac-sha256":
                int rounds = KeystoreFile.Number(parameters, "c");
                return rounds is > 0 and <= MaxRounds
                    ? new KeystoreKdf(rounds, salt)
                    : throw KeystoreFile.Invalid($"its {rounds} rounds of pbkdf2 are out of range");

            default:
                throw KeystoreFile.Invalid($"its key derivation '{name}' is not supported");
        }
    }

    /// <summary>The derived key, in a buffer that the caller disposes.</summary>
    public SecretBuffer Derive(ReadOnlySpan<char> password)
    {
        using SecretBuffer bytes = PasswordBytes.Normalize(password, NormalizationForm.FormKC);
        SecretBuffer derived = new(DerivedSize);
        if (_scrypt is { } cost)
        {
            Scrypt.DeriveKey(bytes.Span, _salt, cost.N, cost.R, cost.P, derived.Span);
        }
        else
        {
            Rfc2898DeriveBytes.Pbkdf2(bytes.Span, _salt, derived.Span, _rounds, HashAlgorithmName.SHA256);
        }

        return derived;
    }

    /// <summary>Writes <c>kdf</c> and <c>kdfparams</c> of scrypt, the only derivation that new files get.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        KeystoreCost cost = _scrypt!.Value;
        writer.WriteString("kdf", "scrypt");
        writer.WriteStartObject("kdfparams");
        writer.WriteNumber("dklen", DerivedSize);
        writer.WriteNumber("n", cost.N);
        writer.WriteNumber("p", cost.P);
        writer.WriteNumber("r", cost.R);
        writer.WriteString("salt", Convert.ToHexStringLower(_salt));
        writer.WriteEndObject();
    }

    private static bool IsBearable(KeystoreCost cost) =>
        cost is { N: > 1, R: > 0, P: > 0 } && int.IsPow2(cost.N) && !(cost.R == 1 && cost.N >= 65536)
        && (Int128)128 * cost.N * cost.R * cost.P <= MaxScryptMemory;
}
