namespace ZeroG.Chain.Networks;

/// <summary>The networks that can be named: those built in and those that the user has registered, which are kept in a JSON file.</summary>
public sealed class NetworkCatalog
{
    private const int LongestName = 32;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    /// <summary>A catalog over the given file, which need not exist.</summary>
    /// <param name="path">Null for <c>networks.json</c> in <see cref="UserFolder.Path"/>.</param>
    public NetworkCatalog(string? path = null) => FilePath = Path.GetFullPath(path ?? Path.Combine(UserFolder.Path, "networks.json"));

    /// <summary>0G mainnet "Aristotle", chain 16661.</summary>
    public static Network Mainnet => BuiltInNetworks.Mainnet;

    /// <summary>0G testnet "Galileo", chain 16602.</summary>
    public static Network Galileo => BuiltInNetworks.Galileo;

    /// <summary>A chain on this machine, chain 31337.</summary>
    public static Network Devnet => BuiltInNetworks.Devnet;

    /// <summary>Full path of the file with the user's own networks.</summary>
    public string FilePath { get; }

    /// <summary>The built-in networks, then the user's in the order registered.</summary>
    /// <exception cref="ZeroGException"><c>ZgNetworkFileInvalid</c>.</exception>
    public IReadOnlyList<Network> List() => [Mainnet, Galileo, Devnet, .. ReadOwn()];

    /// <summary>A network by name, without regard to case.</summary>
    /// <exception cref="ZeroGException"><c>ZgNetworkNotFound</c>, <c>ZgNetworkFileInvalid</c>.</exception>
    public Network Get(string name)
    {
        IReadOnlyList<Network> networks = List();
        return networks.FirstOrDefault(network => IsNamed(network, name)) ?? throw new ZeroGException(
            "ZgNetworkNotFound", ErrorKind.ObjectNotFound,
            $"There is no network '{name}'. Choose one of {string.Join(", ", networks)}, or register it first.", name);
    }

    /// <summary>Keeps a network of the user's own. Processes that change the file take turns.</summary>
    /// <param name="network">The network.</param>
    /// <param name="overwrite">Replace a network of that name; built-in ones stay in any case.</param>
    /// <param name="cancellationToken">Stops waiting for others.</param>
    /// <exception cref="ZeroGException"><c>ZgNetworkNameInvalid</c>, <c>ZgNetworkExists</c>, <c>ZgUriInvalid</c>,
    /// <c>ZgNetworkFileInvalid</c>.</exception>
    public async Task<Network> RegisterAsync(Network network, bool overwrite = false, CancellationToken cancellationToken = default)
    {
        Check(network);
        using FileStream turn = await EnterAsync(cancellationToken);
        List<Network> own = ReadOwn();
        int index = own.FindIndex(other => IsNamed(other, network.Name));
        if (index >= 0 && !overwrite)
        {
            throw Exists(network.Name, "Choose another name, or allow to overwrite it.");
        }

        Network kept = network with { IsBuiltIn = false };
        own.Insert(index >= 0 ? index : own.Count, kept);
        if (index >= 0)
        {
            own.RemoveAt(index + 1);
        }

        WriteOwn(own);
        return kept;
    }

    /// <summary>A network of the user's own, by name without regard to case.</summary>
    /// <exception cref="ZeroGException"><c>ZgNetworkBuiltIn</c>, <c>ZgNetworkNotFound</c>, <c>ZgNetworkFileInvalid</c>.</exception>
    public Network GetOwn(string name) => FindOwn(ReadOwn(), name);

    /// <summary>Forgets a network of the user's own.</summary>
    /// <exception cref="ZeroGException"><c>ZgNetworkBuiltIn</c>, <c>ZgNetworkNotFound</c>, <c>ZgNetworkFileInvalid</c>.</exception>
    public async Task RemoveAsync(string name, CancellationToken cancellationToken = default)
    {
        using FileStream turn = await EnterAsync(cancellationToken);
        List<Network> own = ReadOwn();
        own.Remove(FindOwn(own, name));
        WriteOwn(own);
    }

    private static Network FindOwn(List<Network> own, string name)
    {
        if (IsBuiltIn(name))
        {
            throw new ZeroGException(
                "ZgNetworkBuiltIn", ErrorKind.InvalidOperation,
                $"The network '{name}' is built in and stays. Choose one that was registered: {Names(own)}.", name);
        }

        return own.Find(network => IsNamed(network, name)) ?? throw new ZeroGException(
            "ZgNetworkNotFound", ErrorKind.ObjectNotFound,
            $"No network '{name}' is registered. Choose one that is: {Names(own)}.", name);
    }

    private static string Names(List<Network> own) => own.Count > 0 ? string.Join(", ", own) : "there is none yet";

    private static bool IsBuiltIn(string name) => new[] { Mainnet, Galileo, Devnet }.Any(builtIn => IsNamed(builtIn, name));

    private static bool IsNamed(Network network, string name) => network.Name.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static void Check(Network network)
    {
        string name = network.Name;
        if (name.Length is 0 or > LongestName || !char.IsAsciiLetterOrDigit(name[0])
            || name.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.')))
        {
            throw new ZeroGException(
                "ZgNetworkNameInvalid", ErrorKind.InvalidArgument,
                $"'{name}' cannot name a network. Use up to {LongestName} of the letters a to z, digits, '-', '_' and '.', "
                + "beginning with a letter or digit.", name);
        }

        if (IsBuiltIn(name))
        {
            throw Exists(name, "Choose another name; built-in networks stay as they are.");
        }

        if (!network.RpcUri.IsAbsoluteUri || network.RpcUri.Scheme is not ("http" or "https"))
        {
            throw new ZeroGException(
                "ZgUriInvalid", ErrorKind.InvalidArgument,
                $"The RPC address of '{name}' is none. Use one that begins with http:// or https://.", name);
        }
    }

    private static ZeroGException Exists(string name, string advice) => new(
        "ZgNetworkExists", ErrorKind.ResourceExists, $"A network '{name}' exists already. {advice}", name);

    // Beside the file, which is replaced as a whole: who only reads never waits.
    private Task<FileStream> EnterAsync(CancellationToken cancellationToken) => ExclusiveFile.OpenAsync(
        FilePath + ".lock", LongestWait, TimeProvider.System,
        () => new ZeroGException(
            "ZgNetworkFileInvalid", ErrorKind.ResourceBusy,
            $"Another process has kept the file of registered networks {FilePath} for {LongestWait.TotalSeconds} seconds. End it, then "
            + "try again.", FilePath),
        FileInvalid, cancellationToken);

    private List<Network> ReadOwn()
    {
        if (!File.Exists(FilePath))
        {
            return [];
        }

        try
        {
            return NetworkFile.Read(SharedFile.ReadAllBytes(FilePath));
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            throw FileInvalid(e);
        }
    }

    // The addresses of servers may hold keys, so the file belongs to its owner alone.
    private void WriteOwn(IReadOnlyList<Network> own)
    {
        try
        {
            OwnerOnlyFile.Write(FilePath, NetworkFile.Write(own), overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw FileInvalid(e);
        }
    }

    private ZeroGException FileInvalid(Exception cause) => new(
        "ZgNetworkFileInvalid", ErrorKind.InvalidData,
        $"The file of registered networks {FilePath} cannot be used: {cause.Message} Correct or remove it.", FilePath, cause);
}
