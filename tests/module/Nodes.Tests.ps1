BeforeAll {
    Import-Module (Join-Path $PSScriptRoot '../../out/ZeroG')
    $homeBefore = $env:ZEROG_HOME
    $folder = [System.IO.Directory]::CreateTempSubdirectory('zerog-nodes-').FullName
    $env:ZEROG_HOME = Join-Path $folder 'home'
    $started = Start-ZgDevNet -Name nodes
}

AfterAll {
    Stop-ZgNode nodes
    $env:ZEROG_HOME = $homeBefore
    Remove-Item $folder -Recurse
}

Describe 'Start-ZgDevNet' {
    It 'connects the session to a network with a wallet that has money' {
        (Get-ZgNetwork -Current).Name | Should -Be 'nodes'
        (Get-ZgBalance).Amount -gt [ZgAmount]'1' | Should -BeTrue
    }

    It 'listens on loopback' {
        "$($started.Uri)" | Should -Match '^http://127\.0\.0\.1:\d+/$'
    }

    It 'refuses the name of a running node' {
        { Start-ZgDevNet -Name nodes -ErrorAction Stop } | Should -Throw -ErrorId 'ZgNodeExists,*'
    }

    It 'keeps files over a restart with -DataPath' {
        $data = Join-Path $folder 'kept'
        $null = Start-ZgDevNet kept -DataPath $data
        $sent = 'to be kept' | Send-ZgFile -Name kept.txt
        Stop-ZgNode kept
        $null = Start-ZgDevNet kept -DataPath $data
        $sent | Test-ZgFile -Quiet | Should -BeTrue
        Stop-ZgNode kept
        Connect-ZgNetwork nodes -Wallet dev0
    }
}

Describe 'Start-ZgStorageNode and Start-ZgIndexer' {
    It 'add nodes that serve an upload' {
        $storage = Start-ZgStorageNode beside
        $indexer = Start-ZgIndexer guide -Node $storage
        "$(('hello' | Send-ZgFile -Name hello.txt -Indexer $indexer).Node)" | Should -Be "$($storage.Uri)"
        Stop-ZgNode beside, guide
    }
}

Describe 'Start-ZgStorageNode -ConfigPath' {
    It 'takes the settings of an official file, and says what has no effect' {
        $config = Join-Path $folder 'config.toml'
        "blockchain_rpc_endpoint = '$($started.Uri)'
log_contract_address = '$((Get-ZgNetwork -Current).FlowAddress)'
confirmation_block_count = 0
shard_position = '1/2'
miner_key = 'not-to-be-shown'" | Set-Content $config
        $node = Start-ZgStorageNode configured -ConfigPath $config -WarningVariable warned -WarningAction SilentlyContinue
        "$($node.Shard.ShardId) of $($node.Shard.NumShard)" | Should -Be '1 of 2'
        $node.DataPath | Should -Be (Join-Path $folder 'db')
        "$warned" | Should -Match 'miner_key'
        "$warned" | Should -Not -Match 'not-to-be-shown'
        Stop-ZgNode configured
    }
}

Describe 'Get-ZgNode' {
    It 'finds nodes by -Name with wildcards, and by -Kind' {
        (Get-ZgNode n*es).Name | Should -Be 'nodes'
        (Get-ZgNode -Kind DevNet -State Running).Name | Should -Contain 'nodes'
    }

    It 'reports an unknown name as an error of its own' {
        { Get-ZgNode nobody -ErrorAction Stop } | Should -Throw -ErrorId 'ZgNodeNotFound,*'
    }
}

Describe 'Wait-ZgNode' {
    It 'returns at once for a node that is in the state' {
        ($started | Wait-ZgNode -PassThru).Name | Should -Be 'nodes'
    }

    It 'gives up after -Timeout' {
        { Wait-ZgNode nodes -State Stopped -Timeout 0.1 -ErrorAction Stop } | Should -Throw -ErrorId 'ZgTimeout,*'
    }
}

Describe 'Get-ZgNodeLog' {
    It 'reads the last lines with -Tail' {
        $line = Get-ZgNodeLog nodes -Tail 1
        $line.Node | Should -Be 'nodes'
        $line.Message | Should -Match 'is ready at'
    }
}

Describe 'Stop-ZgNode' {
    It 'stops nothing with -WhatIf' {
        Stop-ZgNode nodes -WhatIf
        "$((Get-ZgNode nodes).State)" | Should -Be 'Running'
    }

    It 'ends the connection of the session with its network' {
        $null = Start-ZgDevNet brief
        "$((Stop-ZgNode brief -PassThru).State)" | Should -Be 'Stopped'
        { Measure-ZgStorageCost -Size 1 } | Should -Throw -ErrorId 'ZgNotConnected,*'
    }
}

Describe 'Remove-ZgNode' {
    It 'takes an ended node out of the list' {
        $null = Start-ZgIndexer gone -Node $started
        { Remove-ZgNode gone -ErrorAction Stop } | Should -Throw -ErrorId 'ZgNodeState,*'
        Stop-ZgNode gone
        Remove-ZgNode gone
        { Get-ZgNode gone -ErrorAction Stop } | Should -Throw -ErrorId 'ZgNodeNotFound,*'
    }
}
