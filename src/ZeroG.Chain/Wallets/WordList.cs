using System.Text;

namespace ZeroG.Chain.Wallets;

/// <summary>The English words of BIP-39: 2048, in alphabetical order, told apart by their first four letters.</summary>
internal static class WordList
{
    public const int Count = 2048;

    /// <summary>Bits that a word stands for.</summary>
    public const int BitsPerWord = 11;

    public const int LongestWord = 8;

    private static readonly Lazy<string[]> All = new(Read);

    /// <summary>The word of a number from 0 to 2047.</summary>
    public static string Word(int number) => All.Value[number];

    /// <summary>The number of a word in lower case; negative when it is none.</summary>
    public static int Find(ReadOnlySpan<char> word)
    {
        string[] words = All.Value;
        int low = 0;
        int high = words.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            int order = word.SequenceCompareTo(words[middle]);
            if (order == 0)
            {
                return middle;
            }

            (low, high) = order < 0 ? (low, middle - 1) : (middle + 1, high);
        }

        return -1;
    }

    private static string[] Read()
    {
        using StreamReader reader = new(
            typeof(WordList).Assembly.GetManifestResourceStream("bip39-english.txt")
                ?? throw new InvalidOperationException("The build has left the word list out."), Encoding.ASCII);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
