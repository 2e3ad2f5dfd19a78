/*
 * pgjdbc, as Metabase, DBeaver and Tableau use it.  The protocol is in
 * ../README.md.
 */
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;

public class Pgjdbc {
    static final int SECONDS = 1;   /* after which a statement is canceled */

    final PrintStream out = new PrintStream(System.out, true,
        StandardCharsets.UTF_8);
    final Map<String, PreparedStatement> prepared = new HashMap<>();
    final Connection connection;

    Pgjdbc() throws SQLException {
        Map<String, String> env = System.getenv();
        Properties properties = new Properties();

        properties.setProperty("user", env.get("PGUSER"));
        properties.setProperty("password", env.get("PGPASSWORD"));
        connection = DriverManager.getConnection("jdbc:postgresql://"
            + env.get("PGHOST") + ":" + env.get("PGPORT") + "/"
            + env.get("PGDATABASE"), properties);
    }

    static String unescape(String field) {
        StringBuilder text = new StringBuilder();

        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);

            if (c == '\\') {
                c = field.charAt(++i);
                c = c == 't' ? '\t' : c == 'n' ? '\n' : c == 'r' ? '\r' : c;
            }
            text.append(c);
        }
        return text.toString();
    }

    static String escape(String text) {
        return text == null ? "\\N" : text.replace("\\", "\\\\")
            .replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r");
    }

    void answer(String kind, String... fields) {
        out.println(Stream.concat(Stream.of(kind),
            Arrays.stream(fields).map(Pgjdbc::escape))
            .collect(Collectors.joining("\t")));
    }

    /* A column as a tool reads it: times as times, all else as text. */
    static String value(ResultSet rows, int column) throws SQLException {
        if (rows.getMetaData().getColumnTypeName(column)
            .equals("timestamptz")) {
            OffsetDateTime time = rows.getObject(column, OffsetDateTime.class);
            return time == null ? null : time.toInstant().toString();
        }
        if (rows.getMetaData().getColumnType(column) == Types.BIT)
            return String.valueOf(rows.getBoolean(column));
        return rows.getString(column);
    }

    void print(ResultSet rows, int most) throws SQLException {
        String[] fields = new String[rows.getMetaData().getColumnCount()];

        for (int n = 0; n < most && rows.next(); n++) {
            for (int i = 0; i < fields.length; i++)
                fields[i] = value(rows, i + 1);
            answer("row", fields);
        }
    }

    static void bind(PreparedStatement statement, List<String> parameters)
        throws SQLException {
        for (int i = 0; i + 1 < parameters.size(); i += 2) {
            String text = parameters.get(i + 1);
            int number = i / 2 + 1;

            switch (parameters.get(i)) {
            case "timestamptz" ->
                statement.setObject(number, OffsetDateTime.parse(text));
            case "float8" ->
                statement.setDouble(number, Double.parseDouble(text));
            case "bigint" -> statement.setLong(number, Long.parseLong(text));
            default -> statement.setString(number, text);
            }
        }
    }

    void query(String sql, List<String> parameters) throws SQLException {
        PreparedStatement statement = prepared.get(sql);

        if (statement == null) {
            statement = connection.prepareStatement(sql);
            prepared.put(sql, statement);
        }
        bind(statement, parameters);
        if (statement.execute())
            try (ResultSet rows = statement.getResultSet()) {
                print(rows, Integer.MAX_VALUE);
            }
    }

    /* A portal, which has to be in a transaction, closed before its end. */
    void fetch(int size, int count, String sql) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(size);
            try (ResultSet rows = statement.executeQuery(sql)) {
                print(rows, count);
            }
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    void maxrows(int most, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setMaxRows(most);
            print(statement.executeQuery(sql), Integer.MAX_VALUE);
        }
    }

    void cancel(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(SECONDS);
            print(statement.executeQuery(sql), Integer.MAX_VALUE);
        }
    }

    void readonly(String sql) throws SQLException {
        connection.setReadOnly(true);
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            if (statement.execute(sql))
                print(statement.getResultSet(), Integer.MAX_VALUE);
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
            connection.setReadOnly(false);
        }
    }

    void tables(String schema) throws SQLException {
        ResultSet rows = connection.getMetaData()
            .getTables(null, schema, "%", null);

        while (rows.next())
            answer("row", rows.getString("TABLE_NAME"),
                rows.getString("TABLE_TYPE"), rows.getString("REMARKS"));
    }

    void columns(String schema, String table) throws SQLException {
        ResultSet rows = connection.getMetaData()
            .getColumns(null, schema, table, "%");

        while (rows.next())
            answer("row", rows.getString("COLUMN_NAME"),
                rows.getString("TYPE_NAME"), rows.getString("REMARKS"));
    }

    void run(String verb, List<String> fields) throws SQLException {
        String first = fields.get(0);

        switch (verb) {
        case "query" -> query(first, fields.subList(1, fields.size()));
        case "fetch" -> fetch(Integer.parseInt(first),
            Integer.parseInt(fields.get(1)), fields.get(2));
        case "maxrows" -> maxrows(Integer.parseInt(first), fields.get(1));
        case "cancel" -> cancel(first);
        case "readonly" -> readonly(first);
        case "tables" -> tables(first);
        case "columns" -> columns(first, fields.get(1));
        default -> throw new IllegalArgumentException(verb);
        }
    }

    public static void main(String[] arguments) throws Exception {
        Pgjdbc driver = new Pgjdbc();
        BufferedReader in = new BufferedReader(
            new InputStreamReader(System.in, StandardCharsets.UTF_8));

        driver.answer("ok");
        for (String line; (line = in.readLine()) != null; ) {
            List<String> fields = Arrays.stream(line.split("\t", -1))
                .map(Pgjdbc::unescape).collect(Collectors.toList());

            try {
                driver.run(fields.get(0), fields.subList(1, fields.size()));
                driver.answer("ok");
            } catch (SQLException e) {
                driver.answer("error", e.getSQLState(), e.getMessage());
            }
        }
    }
}
