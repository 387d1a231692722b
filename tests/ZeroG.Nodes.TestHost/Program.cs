using ZeroG.Nodes.TestHost;

// "send" or "topup" and its arguments, or those of a storage node.
await (args[0] switch
{
    "send" => Sender.RunAsync(args[1..]),
    "topup" => Mover.RunAsync(args[1..]),
    _ => Keeper.RunAsync(args),
});
