using ZeroG.Nodes.Hosting;

namespace ZeroG.Nodes.JsonRpc;

/// <summary>Who made the call that is being served, for services that share something among their clients.</summary>
internal static class JsonRpcCaller
{
    private static readonly AsyncLocal<ClientNetwork> Current = new();

    /// <summary>The caller; nobody for calls from this machine and outside of calls.</summary>
    public static ClientNetwork Client => Current.Value;

    /// <summary>Sets the caller for all that the present method awaits.</summary>
    public static void Enter(ClientNetwork client)
    {
        if (client.IsKnown)
        {
            Current.Value = client;
        }
    }
}
