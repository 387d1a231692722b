using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace ZeroG.Chain.Wallets;

/// <summary>
/// 12 to 24 English words from which all keys of a wallet grow (BIP-39). The words stand for entropy and a checksum, so that a wrong or
/// misplaced word is noticed. Prints nothing secret; <see cref="Dispose"/> clears the words.
/// </summary>
[DebuggerDisplay("********")]
public sealed class RecoveryPhrase : IDisposable
{
    private const int MostWords = 24;

    // One bit of checksum for 32 bits of entropy, so 3 words for 4 bytes (BIP-39, generating the mnemonic).
    private const int EntropyPerStep = 4;
    private const int WordsPerStep = 3;
    private const int MostEntropy = MostWords / WordsPerStep * EntropyPerStep;

    // The words in ASCII with one space between two, which is their normal form as well.
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly SecretBuffer _words;

    private RecoveryPhrase(SecretBuffer words) => _words = words;

    /// <summary>Characters of the text.</summary>
    public int Length => _words.Span.Length;

    /// <summary>The text in ASCII.</summary>
    internal ReadOnlySpan<byte> Text => _words.Span;

    /// <summary>A new random phrase.</summary>
    /// <param name="wordCount">12, 15, 18, 21 or 24: 128 to 256 bits of entropy.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another number of words.</exception>
    public static RecoveryPhrase Create(int wordCount = MostWords)
    {
        if (!IsCount(wordCount))
        {
            throw new ArgumentOutOfRangeException(nameof(wordCount), wordCount, "A recovery phrase has 12, 15, 18, 21 or 24 words.");
        }

        using SecretBuffer entropy = new(wordCount / WordsPerStep * EntropyPerStep);
        RandomNumberGenerator.Fill(entropy.Span);
        return FromEntropy(entropy.Span);
    }

    /// <summary>The phrase of given entropy.</summary>
    /// <param name="entropy">16, 20, 24, 28 or 32 bytes.</param>
    /// <exception cref="ArgumentException">Another number of bytes.</exception>
    public static RecoveryPhrase FromEntropy(ReadOnlySpan<byte> entropy)
    {
        int count = entropy.Length / EntropyPerStep * WordsPerStep;
        if (entropy.Length % EntropyPerStep != 0 || !IsCount(count))
        {
            throw new ArgumentException($"Entropy has 16, 20, 24, 28 or 32 bytes, got {entropy.Length}.", nameof(entropy));
        }

        Span<byte> bits = stackalloc byte[MostEntropy + 1];
        Span<int> numbers = stackalloc int[MostWords];
        try
        {
            entropy.CopyTo(bits);
            bits[entropy.Length] = Checksum(entropy);
            for (int i = 0; i < count; i++)
            {
                for (int bit = i * WordList.BitsPerWord; bit < (i + 1) * WordList.BitsPerWord; bit++)
                {
                    numbers[i] = (numbers[i] << 1) | ((bits[bit / 8] >> (7 - (bit % 8))) & 1);
                }
            }

            return Join(numbers[..count]);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bits);
            numbers.Clear();
        }
    }

    /// <summary>Reads a phrase and checks its words and their checksum. Capital letters and extra white space are put right.</summary>
    /// <param name="text">The words; the text stays the caller's to clear.</param>
    /// <exception cref="ZeroGException"><c>ZgPhraseInvalid</c>: another number of words, a word that is not in the English list, or a
    /// checksum that does not fit. The message never shows a word.</exception>
    public static RecoveryPhrase Parse(ReadOnlySpan<char> text)
    {
        Span<int> numbers = stackalloc int[MostWords];
        Span<char> word = stackalloc char[WordList.LongestWord];
        int count = 0;
        try
        {
            foreach (Range range in text.SplitAny([' ', '\t', '\r', '\n', '\u00a0', '\u3000']))
            {
                ReadOnlySpan<char> given = text[range];
                if (given.IsEmpty)
                {
                    continue;
                }

                if (count < MostWords)
                {
                    int length = given.ToLowerInvariant(word);
                    numbers[count] = length < 0 ? -1 : WordList.Find(word[..length]);
                }

                count++;
            }

            if (!IsCount(count))
            {
                throw Invalid(
                    $"it has {(count > MostWords ? $"more than {MostWords}" : count)} words, and a phrase has 12, 15, 18, 21 or 24");
            }

            int unknown = numbers[..count].IndexOf(-1);
            return unknown >= 0 ? throw Invalid($"its word number {unknown + 1} is not in the English list of BIP-39")
                : HasChecksum(numbers[..count]) ? Join(numbers[..count])
                : throw Invalid("its checksum does not fit, so a word is wrong or in the wrong place");
        }
        finally
        {
            numbers.Clear();
            word.Clear();
        }
    }

    /// <summary>Copies the text, whose copy is the caller's to clear.</summary>
    /// <param name="destination">At least <see cref="Length"/> characters.</param>
    public void CopyTo(Span<char> destination) => Encoding.ASCII.GetChars(_words.Span, destination);

    /// <summary>Clears the words.</summary>
    public void Dispose() => _words.Dispose();

    /// <summary>Nothing that is secret.</summary>
    public override string ToString() => "********";

    private static bool IsCount(int words) => words is 12 or 15 or 18 or 21 or 24;

    private static RecoveryPhrase Join(ReadOnlySpan<int> numbers)
    {
        int length = numbers.Length - 1;
        foreach (int number in numbers)
        {
            length += WordList.Word(number).Length;
        }

        SecretBuffer words = new(length);
        Span<byte> rest = words.Span;
        foreach (int number in numbers)
        {
            rest = rest[Encoding.ASCII.GetBytes(WordList.Word(number), rest)..];
            if (!rest.IsEmpty)
            {
                rest[0] = (byte)' ';
                rest = rest[1..];
            }
        }

        return new RecoveryPhrase(words);
    }

    private static bool HasChecksum(ReadOnlySpan<int> numbers)
    {
        Span<byte> bits = stackalloc byte[MostEntropy + 1];
        Unpack(numbers, bits);
        int size = numbers.Length / WordsPerStep * EntropyPerStep;
        int mask = 0xff << (8 - (numbers.Length / WordsPerStep));
        bool fits = ((Checksum(bits[..size]) ^ bits[size]) & mask & 0xff) == 0;
        CryptographicOperations.ZeroMemory(bits);
        return fits;
    }

    private static void Unpack(ReadOnlySpan<int> numbers, Span<byte> bits)
    {
        for (int bit = 0; bit < numbers.Length * WordList.BitsPerWord; bit++)
        {
            int value = (numbers[bit / WordList.BitsPerWord] >> (WordList.BitsPerWord - 1 - (bit % WordList.BitsPerWord))) & 1;
            bits[bit / 8] |= (byte)(value << (7 - (bit % 8)));
        }
    }

    /// <summary>The first byte of the entropy's SHA-256, of which as many leading bits count as there are 32 bits of entropy.</summary>
    private static byte Checksum(ReadOnlySpan<byte> entropy)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(entropy, hash);
        return hash[0];
    }

    private static ZeroGException Invalid(string reason) => new(
        "ZgPhraseInvalid", ErrorKind.InvalidArgument,
        $"This is no recovery phrase: {reason}. Give all words in their order, as they were written down.");
}
