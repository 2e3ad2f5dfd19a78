// lib/pq and pgx under database/sql, as Grafana uses them: postgres.go
// postgres|pgx.  The protocol is in ../README.md.
package main

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgconn"
	_ "github.com/jackc/pgx/v4/stdlib"
	"github.com/lib/pq"
)

const delay = time.Second // after which a statement is canceled

var (
	escape = strings.NewReplacer("\\", "\\\\", "\t", "\\t", "\n", "\\n",
		"\r", "\\r")
	unescape = strings.NewReplacer("\\\\", "\\", "\\t", "\t", "\\n", "\n",
		"\\r", "\r")
)

type driver struct {
	conn     *sql.Conn
	prepared map[string]*sql.Stmt
}

func asText(value any) string {
	switch v := value.(type) {
	case nil:
		return "\\N"
	case time.Time:
		return v.UTC().Format(time.RFC3339Nano)
	case []byte:
		return escape.Replace(string(v))
	default:
		return escape.Replace(fmt.Sprint(v))
	}
}

func answer(kind string, values ...any) {
	fields := []string{kind}
	for _, value := range values {
		fields = append(fields, asText(value))
	}
	fmt.Println(strings.Join(fields, "\t"))
}

func parameter(kind, text string) (value any, err error) {
	switch kind {
	case "timestamptz":
		return time.Parse(time.RFC3339, text)
	case "float8":
		return strconv.ParseFloat(text, 64)
	case "bigint":
		return strconv.ParseInt(text, 10, 64)
	default:
		return text, nil
	}
}

// Print at most so many rows, all if negative.
func show(rows *sql.Rows, most int) error {
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		return err
	}
	values := make([]any, len(names))
	places := make([]any, len(names))
	for i := range values {
		places[i] = &values[i]
	}
	for ; most != 0 && rows.Next(); most-- {
		if err := rows.Scan(places...); err != nil {
			return err
		}
		answer("row", values...)
	}
	return rows.Err()
}

func (d *driver) query(ctx context.Context, text string,
	fields []string) error {
	statement := d.prepared[text]
	if statement == nil {
		var err error
		if statement, err = d.conn.PrepareContext(ctx, text); err != nil {
			return err
		}
		d.prepared[text] = statement
	}
	var values []any
	for i := 0; i+1 < len(fields); i += 2 {
		value, err := parameter(fields[i], fields[i+1])
		if err != nil {
			return err
		}
		values = append(values, value)
	}
	rows, err := statement.QueryContext(ctx, values...)
	if err != nil {
		return err
	}
	return show(rows, -1)
}

// A cursor of SQL, closed before its end: the drivers have none of their own.
func (d *driver) fetch(ctx context.Context, fields []string) error {
	size, err := strconv.Atoi(fields[0])
	if err != nil {
		return err
	}
	count, err := strconv.Atoi(fields[1])
	if err != nil {
		return err
	}
	tx, err := d.conn.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err = tx.Exec("DECLARE early CURSOR FOR " + fields[2]); err != nil {
		return err
	}
	for ; count > 0; count -= size {
		rows, err := tx.Query(fmt.Sprintf("FETCH %d FROM early", size))
		if err != nil {
			return err
		}
		if err = show(rows, -1); err != nil {
			return err
		}
	}
	return nil
}

func (d *driver) readonly(ctx context.Context, text string) error {
	tx, err := d.conn.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return err
	}
	defer tx.Rollback()
	rows, err := tx.Query(text)
	if err != nil {
		return err
	}
	return show(rows, -1)
}

func (d *driver) cancel(ctx context.Context, text string) error {
	limited, stop := context.WithTimeout(ctx, delay)
	defer stop()
	return d.query(limited, text, nil)
}

func (d *driver) run(verb string, fields []string) error {
	ctx := context.Background()
	switch verb {
	case "query":
		return d.query(ctx, fields[0], fields[1:])
	case "fetch":
		return d.fetch(ctx, fields)
	case "cancel":
		return d.cancel(ctx, fields[0])
	case "readonly":
		return d.readonly(ctx, fields[0])
	}
	return errors.New("no such verb: " + verb)
}

func sqlstate(err error) string {
	var ofPq *pq.Error
	var ofPgx *pgconn.PgError
	switch {
	case errors.As(err, &ofPq):
		return string(ofPq.Code)
	case errors.As(err, &ofPgx):
		return ofPgx.Code
	}
	return "none"
}

func main() {
	db, err := sql.Open(os.Args[1], "sslmode=disable")
	if err != nil {
		panic(err)
	}
	conn, err := db.Conn(context.Background())
	if err != nil {
		panic(err)
	}
	d := driver{conn, map[string]*sql.Stmt{}}
	lines := bufio.NewScanner(os.Stdin)
	answer("ok")
	for lines.Scan() {
		fields := strings.Split(lines.Text(), "\t")
		for i := range fields {
			fields[i] = unescape.Replace(fields[i])
		}
		if err := d.run(fields[0], fields[1:]); err != nil {
			answer("error", sqlstate(err), err.Error())
		} else {
			answer("ok")
		}
	}
}
