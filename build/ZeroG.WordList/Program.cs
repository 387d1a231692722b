using System.Security.Cryptography;
using System.Text;
using NBitcoin;

// dotnet ZeroG.WordList.dll <output file>
//
// Writes the 2048 English words of BIP-39, one a line, for ZeroG.Chain to carry. They come from a package that wallets have relied on for
// years and are compared with the checksum of the standard's own file, so neither a copy nor a typing mistake can slip in here.
const string Checksum = "2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda"; // SHA-256 of bips/bip-0039/english.txt

byte[] list = Encoding.ASCII.GetBytes(string.Concat(Wordlist.English.GetWords().Select(word => word + "\n")));
if (Convert.ToHexStringLower(SHA256.HashData(list)) != Checksum)
{
    Console.Error.WriteLine("error: the word list of the package is not the one of BIP-39.");
    return 1;
}

File.WriteAllBytes(args[0], list);
return 0;
