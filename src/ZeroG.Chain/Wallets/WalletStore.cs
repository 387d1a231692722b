using System.Buffers;

namespace ZeroG.Chain.Wallets;

/// <summary>
/// Named wallets as keystore files in one folder that only its owner may read; <c>main</c> is <c>main.json</c>. Calls block while scrypt
/// works, about a second at the standard cost.
/// </summary>
public sealed class WalletStore
{
    private const string Extension = ".json";
    private const int LongestName = 64;

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    // Windows opens a device instead of a file for these names, whatever the extension.
    private static readonly string[] DeviceNames =
        ["CON", "PRN", "AUX", "NUL", .. Enumerable.Range(1, 9).SelectMany(i => new[] { $"COM{i}", $"LPT{i}" })];

    private readonly KeystoreCost _cost;

    /// <summary>A store in the given folder, which is made when the first wallet is written.</summary>
    /// <param name="folder">Null for <c>wallets</c> in <see cref="UserFolder.Path"/>.</param>
    /// <param name="cost">Work per guess at a password of new files; null for <see cref="KeystoreCost.Standard"/>.</param>
    public WalletStore(string? folder = null, KeystoreCost? cost = null)
    {
        Folder = Path.GetFullPath(folder ?? Path.Combine(UserFolder.Path, "wallets"));
        _cost = cost ?? KeystoreCost.Standard;
    }

    /// <summary>Full path of the folder.</summary>
    public string Folder { get; }

    /// <summary>All wallets by name, without opening any.</summary>
    public IReadOnlyList<StoredWallet> List()
    {
        if (!Directory.Exists(Folder))
        {
            return [];
        }

        List<StoredWallet> wallets = [];
        foreach (string path in Directory.EnumerateFiles(Folder, "*" + Extension))
        {
            if (IsName(Path.GetFileNameWithoutExtension(path)))
            {
                wallets.Add(Describe(path));
            }
        }

        wallets.Sort(static (left, right) => string.CompareOrdinal(left.Name, right.Name));
        return wallets;
    }

    /// <summary>A wallet by name; null when there is none. Names differ only by more than case, as files do on Windows and macOS.</summary>
    /// <exception cref="ZeroGException"><c>ZgWalletNameInvalid</c>.</exception>
    public StoredWallet? Find(string name)
    {
        CheckName(name);
        return List().FirstOrDefault(wallet => wallet.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Refuses a name that a new wallet cannot have.</summary>
    /// <exception cref="ZeroGException"><c>ZgWalletNameInvalid</c>, <c>ZgWalletExists</c>.</exception>
    public void ThrowIfTaken(string name)
    {
        if (Find(name) is not null)
        {
            throw Exists(name);
        }
    }

    /// <summary>Makes a new random key and keeps it.</summary>
    /// <returns>The wallet, open.</returns>
    /// <exception cref="ZeroGException"><c>ZgWalletNameInvalid</c>, <c>ZgWalletExists</c>, <c>ZgWalletWriteFailed</c>.</exception>
    public Wallet Create(string name, ReadOnlySpan<char> password)
    {
        ThrowIfTaken(name);
        Wallet wallet = Wallet.CreateRandom(name);
        try
        {
            Write(name, Keystore.Encrypt(wallet, password, _cost));
            return wallet;
        }
        catch
        {
            wallet.Dispose();
            throw;
        }
    }

    /// <summary>Keeps the key of an open wallet under a name and a password.</summary>
    /// <exception cref="ZeroGException"><c>ZgWalletNameInvalid</c>, <c>ZgWalletExists</c>, <c>ZgWalletWriteFailed</c>.</exception>
    public StoredWallet Import(string name, Wallet wallet, ReadOnlySpan<char> password)
    {
        ThrowIfTaken(name);
        return Write(name, Keystore.Encrypt(wallet, password, _cost));
    }

    /// <summary>Opens a wallet.</summary>
    /// <exception cref="ZeroGException"><c>ZgWalletNotFound</c>, <c>ZgWalletPasswordWrong</c>, <c>ZgKeystoreInvalid</c>,
    /// <c>ZgWalletReadFailed</c>.</exception>
    public Wallet Open(string name, ReadOnlySpan<char> password)
    {
        StoredWallet wallet = FindOrThrow(name);
        return Keystore.Decrypt(Read(wallet), password, wallet.Name);
    }

    /// <summary>The keystore file as it is, for other tools; still under its password.</summary>
    /// <returns>UTF-8 JSON.</returns>
    /// <exception cref="ZeroGException"><c>ZgWalletNotFound</c>, <c>ZgWalletReadFailed</c>.</exception>
    public byte[] Export(string name) => Read(FindOrThrow(name));

    /// <summary>Deletes a wallet for good. Whoever has no copy of the key has lost what the account holds.</summary>
    /// <exception cref="ZeroGException"><c>ZgWalletNotFound</c>, <c>ZgWalletWriteFailed</c>.</exception>
    public void Remove(string name)
    {
        StoredWallet wallet = FindOrThrow(name);
        try
        {
            File.Delete(wallet.Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw WriteFailed(wallet.Path, e);
        }
    }

    private static StoredWallet Describe(string path)
    {
        Address? address = null;
        try
        {
            address = KeystoreFile.PeekAddress(Keystore.ReadFile(path));
        }
        catch (ZeroGException)
        {
            // Still a wallet of that name; opening it says what is wrong.
        }

        return new StoredWallet(Path.GetFileNameWithoutExtension(path), address, path, new DateTimeOffset(File.GetLastWriteTimeUtc(path)));
    }

    private static byte[] Read(StoredWallet wallet)
    {
        try
        {
            return Keystore.ReadFile(wallet.Path);
        }
        catch (ZeroGException e) when (e.InnerException is IOException or UnauthorizedAccessException)
        {
            throw new ZeroGException(
                "ZgWalletReadFailed", ErrorKind.ReadError,
                $"The wallet file {wallet.Path} cannot be read: {e.InnerException.Message} Check its permissions.", wallet.Name, e);
        }
    }

    private StoredWallet Write(string name, byte[] json)
    {
        string path = Path.Combine(Folder, name + Extension);
        try
        {
            OwnerOnlyFile.Write(path, json, overwrite: false);
            return Describe(path);
        }
        catch (IOException) when (File.Exists(path))
        {
            throw Exists(name);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw WriteFailed(path, e);
        }
    }

    private StoredWallet FindOrThrow(string name) => Find(name) ?? throw new ZeroGException(
        "ZgWalletNotFound", ErrorKind.ObjectNotFound,
        $"There is no wallet '{name}' in {Folder}. Get-ZgWallet lists those that exist, New-ZgWallet makes one.", name);

    private static void CheckName(string name)
    {
        if (!IsName(name))
        {
            throw new ZeroGException(
                "ZgWalletNameInvalid", ErrorKind.InvalidArgument,
                $"'{name}' cannot name a wallet. Use up to {LongestName} of the letters a to z, digits, '-', '_' and '.', "
                + "beginning with a letter or digit.", name);
        }
    }

    private static bool IsName(string name) =>
        name.Length is > 0 and <= LongestName && char.IsAsciiLetterOrDigit(name[0]) && name[^1] != '.'
        && !name.AsSpan().ContainsAnyExcept(NameCharacters)
        && !DeviceNames.Contains(name.Split('.')[0], StringComparer.OrdinalIgnoreCase);

    private static ZeroGException Exists(string name) => new(
        "ZgWalletExists", ErrorKind.ResourceExists, $"A wallet '{name}' exists already. Choose another name, or remove the old one first.",
        name);

    private static ZeroGException WriteFailed(string path, Exception cause) => new(
        "ZgWalletWriteFailed", ErrorKind.WriteError,
        $"The wallet file {path} cannot be changed: {cause.Message} Check the disk and the permissions of its folder.", path, cause);
}
